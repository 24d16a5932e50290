"""Settings of a problem: the fit by default, and a default range that the format holds."""

from __future__ import annotations

import warnings

import pytest

from pwlact.errors import FormatError, PwlactWarning
from pwlact.formats import parse_format
from pwlact.search.evaluators import make_evaluator
from pwlact.search.problem import OBJECTIVES
from pwlact.settings.problem import FormatChoice, ProblemChoice, held, natural_fit


@pytest.mark.parametrize(
    ("format_", "interval", "expected"),
    [
        ("q4.12", (-8.0, 8.0), (-8.0, 8.0)),
        ("q3.5", (-8.0, 8.0), (-4.0, 4.0)),
        ("q3.5", (-2.0, 3.0), (-2.0, 3.0)),
        ("uq0.16", (-8.0, 8.0), (0.0, 1.0)),
        ("fp8_e4m3", (-8.0, 8.0), (-8.0, 8.0)),
        ("uq2.4", (-8.0, -1.0), (-8.0, -1.0)),  # nothing in common: refused later
    ],
)
def test_a_range_is_cut_to_what_a_format_holds(
    format_: str, interval: tuple[float, float], expected: tuple[float, float]
) -> None:
    assert held(interval, parse_format(format_)) == expected


def test_a_default_range_is_cut_and_that_is_said() -> None:
    choice = FormatChoice(function="silu", format="q3.5")
    with pytest.warns(PwlactWarning, match="range of silu, -8 to 8, is cut to -4 to 4, which q3.5 holds; give a range"):
        assert choice.interval(choice.activation()) == (-4.0, 4.0)
    wide = FormatChoice(function="silu", format="q4.12")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert wide.interval(wide.activation()) == (-8.0, 8.0)
        assert FormatChoice(function="exp").interval(FormatChoice(function="exp").activation()) == (-8.0, 0.0)


def test_a_range_that_was_given_is_not_cut() -> None:
    choice = ProblemChoice(function="silu", format="q3.5", range=(-8.0, 8.0))
    assert choice.interval(choice.activation()) == (-8.0, 8.0)
    with pytest.raises(FormatError, match=r"q3\.5 must hold the range"):
        make_evaluator(choice.stated(choice.named("max"), 4))


def test_the_fit_by_default_suits_the_objective() -> None:
    assert {name: natural_fit(objective) for name, objective in OBJECTIVES.items()} == {
        "paper": "best",
        "max": "minimax",
        "mse": "lstsq",
        "mean": "best",
    }
