"""Rows of a recovery, read back."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from tables_of_networks import recovered

from pwlact.errors import FileError
from pwlact.models.recovery.record import Figures
from pwlact.studies.recovery.record import (
    RecoveryRow,
    RecoveryStudy,
    is_recovery,
    recovery_from_json,
    recovery_pairs,
    recovery_to_csv,
    recovery_to_json,
    row_from_json,
)

FIGURES = {"calibration": Figures(divergence=1e-3, score=0.9), "test": Figures(divergence=2e-3, score=0.8)}
ROW = RecoveryRow(segments=4, before=FIGURES, after=FIGURES, kept=False, seconds=1.25, folder="there")


def test_a_row_is_read_back_as_it_was() -> None:
    assert row_from_json(json.loads(json.dumps(asdict(ROW)))) == ROW


def test_something_else_is_refused() -> None:
    with pytest.raises((KeyError, TypeError)):
        row_from_json({"segments": 4})


def test_csv_has_a_row_for_each_split() -> None:
    settings = {"method": "dp", "train": "all", "share": "site", "target": "exact", "steps": 7}
    exact = {"calibration": 0.95, "test": 0.85}
    study = RecoveryStudy(network={"name": "n"}, settings=settings, exact=exact, rows=(ROW,))
    assert recovery_to_csv(study).splitlines()[1:] == [
        "n,4,dp,all,site,exact,7,calibration,0.001,0.001,0.95,0.9,0.9,False,1.25",
        "n,4,dp,all,site,exact,7,test,0.002,0.002,0.85,0.8,0.8,False,1.25",
    ]


def test_a_study_is_read_back_as_it_was_and_told() -> None:
    found = recovery_from_json(recovered())
    data = json.loads(json.dumps(recovery_to_json(found)))
    assert is_recovery(data)
    assert recovery_from_json(data) == found
    assert dict(recovery_pairs(found))["trained"] == "tables alone, 30 steps, one table for each function"
    with pytest.raises(FileError, match="make it anew"):
        recovery_from_json({"rows": []})
