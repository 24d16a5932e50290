"""A result as keys and values: whole numbers of eighty columns."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from pwlact.cli.show import print_result
from pwlact.errors import FileError
from pwlact.search.facts import heading
from pwlact.search.result import Result
from pwlact.search.result_json import load_result

OLD = Path(__file__).parents[1] / "data" / "v0"


def _result(name: str) -> Result:
    return load_result(OLD / name / "result.json")


@pytest.mark.parametrize("name", ["search-silu", "search-expr", "unit-q412", "train-gelu", "train-seeds"])
def test_a_result_fits_eighty_columns_with_every_figure(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    result = _result(name)
    print_result(result)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == heading(result)
    assert all(len(line) <= 80 for line in lines[1:])
    keys = {line[:15].strip() for line in lines}
    assert {"method", "max error", "mean error", "objective", "lower bound", "gap", "time", "points"} <= keys
    text = " ".join(" ".join(lines).split())
    assert f"objective {result.objective:.6g}" in text
    assert " ".join(f"{point:.6g}" for point in result.candidate.pwl.points) in text
    assert ("best episode" in text) == name.startswith("train")
    assert ("input codes" in text) == (result.unit is not None)


@pytest.mark.parametrize("name", ["search-silu", "unit-q412", "train-gelu"])
def test_a_gap_is_printed_with_its_meaning(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_result(_result(name))
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("gap ")]
    least_squares = _result(name).problem.fit == "lstsq" and _result(name).problem.spec is None
    told = "no bound for these values, which are least squares" if least_squares else "above the best possible with any"
    assert told in line


def test_a_training_with_damaged_episodes_is_refused() -> None:
    result = _result("train-gelu")
    result.details["best_episode"] = {"points": "none"}  # type: ignore[index]
    with pytest.raises(FileError, match="holds its episodes"):
        print_result(result)


@pytest.mark.parametrize(
    ("proven", "text"), [(True, "16 within 1ulp, proven the fewest"), (False, "16 within 1ulp, not found below 16")]
)
def test_segments_of_a_tolerance_say_whether_they_are_the_fewest(
    proven: bool, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = dataclasses.replace(_result("unit-q412"), details={"proven": proven}, parameters={"max_error": "1ulp"})
    print_result(found)
    lines = capsys.readouterr().out.splitlines()
    (line,) = [line for line in lines if line.startswith("segments ")]
    assert text in line
    assert not {"objective", "lower bound", "gap"} & {line[:15].strip() for line in lines}  # the count was minimised
