"""The study of the agent on a network's loss: its report follows from the rows of its CSV file."""

from __future__ import annotations

import dataclasses
import importlib
from pathlib import Path
from typing import Any

import pytest

EXPERIMENTS = Path(__file__).parents[2] / "experiments"
TEST_LOSSES = {"sensitivity": 4e-4, "sensitivity-range": 3e-4, "agent": 1e-4, "agent, polished": 9e-5, "CMA-ES": 2e-4}


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(EXPERIMENTS))
    return importlib.import_module("network_reward_report")


def rows(report: Any) -> list[Any]:
    found = []
    for method, loss in TEST_LOSSES.items():
        for seed, share in (("0", 0.9), ("1", 1.0), ("2", 1.3)):
            found.append(
                report.Row(
                    network="cnn", function="silu", segments=4, format="float", method=method, seed=seed,
                    budget=480, evaluations=475, calibration=0.5 * loss * share, test=loss * share, score=0.97,
                    exact_score=0.98, points="-8 0 8",
                )
            )  # fmt: skip
    return found


def test_a_row_comes_back_from_its_cells(report: Any) -> None:
    row = rows(report)[0]
    assert report.Row.of(dict(zip(report.COLUMNS, map(str, row.cells()), strict=True))) == row


def test_verdicts_are_ratios_of_medians(report: Any, tmp_path: Path) -> None:
    report.write_report(tmp_path, rows(report))
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| cnn | silu | 4 | float | 480 | 0.500 | 0.450 | 0.500 | 0.333 | agent, polished |" in text
    assert "the agent in 1 of 1 cases" in text
    assert "| cnn | silu | 4 | float | 480 | agent | 5e-05 (4.5e-05 to 6.5e-05) | 0.0001 (9e-05 to 0.00013) |" in text
    assert (tmp_path / "loss.png").is_file()


def test_budgets_are_compared_each_on_its_own_and_what_was_not_run_is_empty(report: Any, tmp_path: Path) -> None:
    few = [row for row in rows(report) if row.method != "agent, polished"]
    more = [dataclasses.replace(row, budget=2000, calibration=0.5 * row.calibration) for row in few]
    given = [dataclasses.replace(row, budget=0) for row in few if row.method.startswith("sensitivity")]
    searched = [row for row in few + more if row.method in ("agent", "CMA-ES")]
    report.write_report(tmp_path, given + searched)
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| cnn | silu | 4 | float | 480 | 0.500 |  | 0.500 | " in text
    assert "| cnn | silu | 4 | float | 2000 | 0.500 |  | 0.500 | " in text
    assert "nan" not in text


def test_a_row_is_known_by_method_seed_and_budget(report: Any) -> None:
    assert rows(report)[-1].key == ("CMA-ES", "2", 480)
