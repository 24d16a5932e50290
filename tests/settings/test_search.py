"""Settings of a search."""

from __future__ import annotations

import pytest

from pwlact.errors import ConfigError
from pwlact.search.problem import OBJECTIVES
from pwlact.settings.search import SearchSettings, positive


@pytest.mark.parametrize(("text", "value"), [("2^-8", 2**-8), ("1e-3", 1e-3), (" 2 ** -11", 2**-11), ("0.5", 0.5)])
def test_a_tolerance_is_a_number_or_a_power(text: str, value: float) -> None:
    assert positive(text) == value


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "nan", "inf", "2^", "^2", "2^3^4", "1e999", "(-1)^0.5", "-1^0.5", "9^9^9"]
)
def test_what_is_no_number_above_zero_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="above 0"):
        positive(text)


def test_settings_state_the_problem() -> None:
    config = SearchSettings(function="sigmoid", method="uniform", objective="max", ends="pinned")
    problem = config.problem()
    assert (problem.fit, problem.objective) == ("minimax", OBJECTIVES["max"])
    assert problem.pins == (0.0, 1.0)
    assert SearchSettings(function="sigmoid", method="uniform", objective="mse").problem().fit == "lstsq"
    assert SearchSettings(function="sigmoid", method="uniform", objective="max", fit="lstsq").problem().fit == "lstsq"


def test_a_largest_error_goes_with_its_own_fit() -> None:
    assert SearchSettings(function="silu", max_error="1e-2", fit="minimax").tolerance() is not None
    for format_ in (None, "q4.12"):
        with pytest.raises(ConfigError, match="--max-error goes with --fit minimax, got lstsq; leave out --fit"):
            SearchSettings(function="silu", max_error="1e-2", fit="lstsq", format=format_).tolerance()
