"""The progress of an evaluation."""

from __future__ import annotations

import io
import sys

import pytest

from pwlact.cli import counter as module
from pwlact.cli.evaluation_progress import evaluation_progress
from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.models.evaluation.reference import Measurement
from pwlact.studies.evaluation.record import EvaluationRow


def row(method: str, divergence: float | None) -> EvaluationRow:
    zero = Estimate(value=0.0, low=0.0, high=0.0)
    measured = None
    if divergence is not None:
        spread = Estimate(value=divergence, low=0.0, high=1.0)
        measured = Measurement(score=0.9, difference=zero, divergence=spread, seconds=0.1)
    return EvaluationRow(method=method, segments=8, format="float", measured=measured)


ROWS = (row("minimax", 2e-3), row("dp", 1e-3), row("agent", 4e-3), row("density", None))


def test_plain_lines_tell_rows_rate_and_the_best_so_far(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EVERY", 0.0)
    with evaluation_progress(4, "KL", "cnn") as observe:
        for each in ROWS:
            observe(each)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("cnn: 1 of 4 rows, ")
    assert "rows/min, smallest KL 0.002 (minimax 8 float)" in lines[0]
    assert "smallest KL 0.001 (dp 8 float)" in lines[3]


def test_a_terminal_has_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with evaluation_progress(4, "KL") as observe:
        for each in ROWS:
            observe(each)
    assert "4/4" in terminal.getvalue()
