"""The number of segments: five true ones are found, tolerances are kept, what is impossible is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from noisy_problems import noisy_problem, true_segments

from pwlact.errors import BreakpointError, ConfigError, RunError
from pwlact.search.methods import METHODS
from pwlact.search.noisy.select import solve_selected, solve_within_data
from pwlact.search.result import Result

DP = METHODS["dp"]


def _selected(*arrays: Any, select: Any = "bic", **settings: Any) -> Result:
    stated = {"max_segments": 8} | settings
    return solve_selected(noisy_problem(*arrays, segments=1), DP, DP.config(), 0, select=select, **stated)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_bic_finds_the_five_true_segments(seed: int) -> None:
    found = _selected(*true_segments(200, seed=seed))
    assert found.pwl.segments == 5
    rows = found.details["criteria"]
    assert [row["segments"] for row in rows] == list(range(1, 9))
    assert min(rows, key=lambda row: row["bic"])["segments"] == 5


def test_cross_validation_chooses_no_fewer_than_the_true_segments() -> None:
    found = _selected(*true_segments(100), select="cv-1se", max_segments=6, folds=3)
    assert found.pwl.segments == 5
    assert found.parameters["select"] == "cv-1se"


def test_a_line_with_noise_stays_a_line() -> None:
    rng = np.random.default_rng(1)
    x = np.linspace(0.0, 1.0, 60)
    assert _selected(x, x + rng.normal(0.0, 0.1, 60)).pwl.segments == 1


def test_few_points_end_the_table_early() -> None:
    found = _selected(*true_segments(12))
    assert len(found.details["criteria"]) == 4
    with pytest.raises(BreakpointError, match="5 points or more, got 4"):
        _selected(*true_segments(4))


def test_the_fewest_within_a_root_mean_square_are_found() -> None:
    problem = noisy_problem(*true_segments(200), segments=1)
    found = solve_within_data(problem, DP, DP.config(), 0, within=0.25, max_segments=32)
    assert found.pwl.segments == 5
    assert found.errors.grid.mse**0.5 <= 0.25
    assert found.fewest == "5 within 0.25, proven the fewest"
    one = solve_within_data(problem, DP, DP.config(), 0, within=2.0, max_segments=32)
    assert (one.pwl.segments, one.details["proven"]) == (1, True)


def test_a_tolerance_out_of_reach_is_told_with_what_is_reached() -> None:
    problem = noisy_problem(*true_segments(100), segments=1)
    with pytest.raises(RunError, match="needs more than 4 segments, which reach"):
        solve_within_data(problem, DP, DP.config(), 0, within=0.1, max_segments=4)


def test_criteria_are_of_the_mean_square_error() -> None:
    problem = noisy_problem(*true_segments(60), segments=1, objective="max")
    with pytest.raises(ConfigError, match="--objective mse"):
        solve_selected(problem, METHODS["minimax"], None, 0, select="bic")
    with pytest.raises(ConfigError, match="folds are 2 to 60"):
        _selected(*true_segments(60), select="cv", folds=61)


def test_a_tolerance_beyond_the_data_is_refused_too() -> None:
    problem = noisy_problem(*true_segments(30), segments=1)
    with pytest.raises(RunError, match="needs more than 15 segments"):
        solve_within_data(problem, DP, DP.config(), 0, within=1e-3, max_segments=1024)
