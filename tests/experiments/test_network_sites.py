"""The study of segments shared out in one episode: its rows, and its report."""

from __future__ import annotations

import csv
import importlib
from pathlib import Path
from typing import Any

import pytest

for package in ("torch", "jax", "mlxtend"):
    pytest.importorskip(package)

EXPERIMENTS = Path(__file__).parents[2] / "experiments"
SITES = 3


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(EXPERIMENTS))
    return importlib.import_module("network_sites")


def test_the_report_has_every_row_and_compares_means_on_test_data(study: Any, tmp_path: Path) -> None:
    losses = {("start", ""): 8e-5, ("agent", "0"): 1e-5, ("agent", "1"): 3e-5, ("CMA-ES, step 0.05", "0"): 4e-5}
    rows = [
        study.Row(method=method, seed=seed, segments="4 4 4", calibration=1e-5, test=test, runs=0)
        for (method, seed), test in losses.items()
    ]
    study.write_report(tmp_path, rows, "a network")
    with (tmp_path / "sites.csv").open(encoding="utf-8") as file:
        assert [float(row["test"]) for row in csv.DictReader(file)] == list(losses.values())
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| agent | 1 | 4 4 4 | 1e-05 | 3e-05 | 0 |" in text
    assert "than at the start in 0 of 3 searches." in text
    assert "On test data the agent's mean loss is 0.25 times that of start, 0.50 times that of CMA-ES" in text
    assert "the least mean is that of agent." in text


@pytest.mark.slow
def test_all_methods_share_the_same_segments_out_and_searches_do_not_lose_more_than_the_start(study: Any) -> None:
    rows = list(study.rows_of(study.network("cnn"), 6, 16, 60, 1))
    assert [row.method for row in rows] == ["even", "allocated", "start", *study.SEARCHES]
    for row in rows:
        counts = [int(word) for word in row.segments.split()]
        assert len(counts) == SITES
        assert sum(counts) == 6
        assert row.runs <= 60
    start, *searched = (row.calibration for row in rows[2:])
    assert max(searched) <= start * 1.0001
