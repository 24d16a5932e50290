"""What is printed of an evaluation."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from pwlact.cli.show_evaluation import print_evaluation
from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.models.evaluation.reference import Measurement
from pwlact.studies.evaluation.record import Evaluation, EvaluationRow

ABOUT: dict[str, Any] = {
    "title": "a network", "origin": "a package", "licence": "MIT", "data": "words", "samples": 2000,
    "score_name": "accuracy", "divergence_name": "KL", "higher_is_better": True,
}  # fmt: skip


def row(method: str, segments: int, low: float) -> EvaluationRow:
    measured = Measurement(
        score=0.9,
        difference=Estimate(value=low, low=low, high=0.5 * low),
        divergence=Estimate(value=1e-3, low=1e-4, high=1e-2),
        seconds=0.5,
    )
    return EvaluationRow(method=method, segments=segments, format="q3.5", measured=measured)


def test_rows_notes_and_the_fewest_segments_are_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    failed = EvaluationRow(method="agent", segments=4, format="q3.5", measured=None, note="no engine")
    rows = (row("dp", 4, -0.2), row("dp", 8, 0.0), row("minimax", 4, -0.2), failed)
    exact = Estimate(value=0.95, low=0.9, high=1.0)
    print_evaluation(Evaluation(network=ABOUT, functions=("silu",), exact=exact, rows=rows))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a network"
    for text in ("0.95 [0.9, 1] exact", "-0.2 [-0.2, -0.1]", "[1.0e-04, 1.0e-02]", "agent 4 q3.5: no engine", "2,000"):
        assert any(text in line for line in lines)
    assert lines[-2].split() == ["dp", "8"]
    assert lines[-1].split() == ["minimax", ">", "4"]


def test_further_scores_have_a_column_each(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    one = row("dp", 4, 0.0)
    assert one.measured is not None
    with_top = dataclasses.replace(one, measured=dataclasses.replace(one.measured, others={"top-5": 0.875}))
    exact = Estimate(value=0.95, low=0.9, high=1.0)
    about = ABOUT | {"other_scores": {"top-5": 1.0}}
    print_evaluation(Evaluation(network=about, functions=("silu",), exact=exact, rows=(with_top,)))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["top-5", "1", "exact"] in lines
    assert [line.count("top-5") for line in lines if line[:1] == ["table"]] == [1]
    assert [line[-1] for line in lines if line[:1] == ["dp"] and len(line) > 3] == ["0.875"]
