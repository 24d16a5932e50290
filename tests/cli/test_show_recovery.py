"""What is printed of a recovery."""

from __future__ import annotations

import pytest

from pwlact.cli.show_recovery import print_recovery
from pwlact.models.recovery.record import Figures
from pwlact.studies.recovery.record import RecoveryRow, RecoveryStudy

ABOUT = {
    "title": "a net", "origin": "here", "licence": "free", "data": "digits", "score_name": "accuracy",
    "divergence_name": "KL",
}  # fmt: skip
SETTINGS = {"train": "tables", "share": "site", "target": "labels", "method": "dp", "steps": 7}


def figures(size: float) -> dict[str, Figures]:
    return {split: Figures(divergence=size, score=0.5) for split in ("calibration", "test")}


def test_each_number_of_segments_has_a_line_before_and_after(capsys: pytest.CaptureFixture[str]) -> None:
    rows = tuple(
        RecoveryRow(segments=k, before=figures(1e-2), after=figures(2e-3), kept=kept, seconds=1.0, folder=f"f{k}")
        for k, kept in ((4, True), (6, False))
    )
    print_recovery(RecoveryStudy(network=ABOUT, settings=SETTINGS, exact={"test": 0.75}, rows=rows))
    out = capsys.readouterr().out
    for words in ("tables alone, 7 steps, one table for each site", "the labels", "tables by dp", "0.75 exact"):
        assert words in out
    assert "4           1.00e-02       0.5         1.00e-02" in out
    assert "4, trained  2.00e-03       0.5         2.00e-03" in out
    assert "6 segments: training did not help; all is as before" in out
    assert "written  f4" in out
