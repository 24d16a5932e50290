"""The range for the smallest maximum error on the whole line: against ranges that are tried, and known cases."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import pwlact
from pwlact.cli.main import main
from pwlact.errors import ConfigError
from pwlact.functions import from_expression, get
from pwlact.search.result_json import load_result
from pwlact.search.smallest_range import smallest_range

X = np.linspace(-40.0, 40.0, 160_001)


@pytest.mark.parametrize("ends", ["free", "pinned"])
@pytest.mark.parametrize("name", ["silu", "tanh", "elu"])
def test_the_error_on_the_whole_line_is_reached(name: str, ends: str) -> None:
    chosen = smallest_range(get(name), 5, pinned=ends == "pinned")
    found = pwlact.approximate(name, segments=5, interval="auto", ends=ends)  # type: ignore[arg-type]
    assert found.problem.interval == chosen.interval
    assert np.abs(found.pwl(X) - get(name)(X)).max() <= chosen.error * (1.0 + 1e-6)
    assert found.details["range"]["lower_bound"] == chosen.lower_bound <= chosen.error <= chosen.lower_bound * 1.00001


@pytest.mark.parametrize("interval", [(-8.0, 8.0), (-4.0, 6.0), (-6.0, 6.0), (-5.0, 5.5)])
def test_no_given_range_has_a_smaller_error_on_the_whole_line(interval: tuple[float, float]) -> None:
    chosen = smallest_range(get("silu"), 4)
    given = pwlact.approximate("silu", segments=4, interval=interval)
    assert np.abs(given.pwl(X) - get("silu")(X)).max() >= chosen.lower_bound


def test_ends_are_as_close_to_zero_as_the_error_allows() -> None:
    low, high = smallest_range(get("silu"), 8).interval
    error = smallest_range(get("silu"), 8).error
    assert -low == pytest.approx(high)
    assert float(-get("silu")(low)) == pytest.approx(error)


def test_a_function_that_is_its_tails_keeps_a_narrow_range() -> None:
    chosen = smallest_range(get("relu"), 2)
    assert chosen.error < 1e-11
    assert -0.02 < chosen.interval[0] < 0.0 < chosen.interval[1] < 0.02


def test_a_function_that_lacks_a_tail_is_refused() -> None:
    with pytest.raises(ConfigError, match="a range is chosen between two tails, got"):
        smallest_range(from_expression("max(x, 0)**2", interval=(-4.0, 4.0)), 4)


def test_the_command_tells_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["search", "tanh", "-R", "auto", "--segments", "4", "--out", str(tmp_path), "--name", "a", "--no-figures"]
    assert main(words) == 0
    assert "chosen: at best 0.0347511 at most on the whole line" in " ".join(capsys.readouterr().out.split())
    assert load_result(tmp_path / "a" / "result.json").details["range"]["chosen"] == "auto"
