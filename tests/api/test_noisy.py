"""Noisy data from Python."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from noisy_problems import TRUE_X, true_segments

import pwlact
from pwlact.errors import ConfigError


def test_the_mean_square_error_is_minimised_unless_another_is_asked_for() -> None:
    data = true_segments(100)
    found = pwlact.approximate(data, noisy=True, segments=5)
    assert (found.method, found.problem.fit, found.errors.data) == ("dp", "lstsq", found.errors.grid)
    least = pwlact.approximate(data, noisy=True, segments=5, objective="max")
    assert (least.method, least.problem.fit) == ("minimax", "minimax")
    assert least.errors.grid.max < found.errors.grid.max
    assert "at the data" in repr(found)


def test_points_tolerances_and_criteria() -> None:
    data = true_segments(120)
    assert pwlact.approximate(data, noisy=True, points=TRUE_X[1:-1]).objective == pytest.approx(0.04, rel=0.4)
    assert pwlact.approximate(data, noisy=True, select="bic", max_segments=7).pwl.segments == 5
    assert pwlact.approximate(data, noisy=True, max_rms=0.25).pwl.segments == 5
    assert pwlact.approximate(data, noisy=True, max_error=0.7).errors.grid.max <= 0.7
    assert pwlact.approximate(data, noisy=True, segments=3, slopes=[(1, 0.0)]).pwl.slopes[0] == pytest.approx(0.0)


def test_a_result_bootstraps_draws_and_saves_itself(tmp_path: Path) -> None:
    data = true_segments(80)
    found = pwlact.approximate(data, noisy=True, segments=3, discontinuous=True)
    assert len(found.bootstrap(3)["points"]) == 2
    found.plot("residuals", tmp_path / "r.png")
    found.plot(path=tmp_path / "a.png")
    again = pwlact.load(found.save(tmp_path / "r.json"), function=data)
    assert np.array_equal(again.candidate.lines.ends, found.candidate.lines.ends)  # type: ignore[union-attr]


def test_a_table_has_pieces_that_join() -> None:
    found = pwlact.approximate(true_segments(80), noisy=True, segments=3, discontinuous=True)
    with pytest.raises(ConfigError, match="without --discontinuous"):
        _ = found.table
    assert found.approximation is found.candidate.lines


def test_the_comparison_is_by_the_mean_square_error() -> None:
    table = pwlact.compare(true_segments(80), noisy=True, segments=4)
    assert table.objective == "mse"
    assert [row.name for row in table.rows] == ["dp", "minimax", "uniform"]
