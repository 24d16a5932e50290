"""Which trials a sweep has."""

from __future__ import annotations

from typing import Any

import pytest
from sweeps import GRID, TPE

from pwlact.errors import ConfigError
from pwlact.settings.sweep_file import sweep_of
from pwlact.studies.sweeps.plan import count_points, distributions, fixed_points, stages


def test_grid_is_the_product_in_the_files_order() -> None:
    points = fixed_points(sweep_of(GRID))
    assert points[:3] == [
        {"segments": 2, "range": "[-8, 8]"},
        {"segments": 2, "range": "[-4, 4]"},
        {"segments": 4, "range": "[-8, 8]"},
    ]
    assert len(points) == count_points(sweep_of(GRID)) == 6


def test_random_points_follow_from_the_seed_and_stay_in_the_space() -> None:
    space: dict[str, Any] = {
        "segments": {"low": 2, "high": 30, "step": 4},
        "seconds": {"low": 1e-3, "high": 1.0, "log": True},
        "fit": ["lstsq", "minimax"],
    }
    table = {"functions": ["silu"], "train": {"engine": "sb3"}, "space": space, "sampler": "random", "trials": 40}
    points = fixed_points(sweep_of(table))
    assert points == fixed_points(sweep_of(table))
    assert points != fixed_points(sweep_of({**table, "sampler_seed": 1}))
    assert points[:10] == fixed_points(sweep_of({**table, "trials": 10}))
    assert {point["segments"] for point in points} == {2, 6, 10, 14, 18, 22, 26, 30}
    assert all(1e-3 <= float(point["seconds"]) <= 1.0 for point in points)
    assert {point["fit"] for point in points} == {"lstsq", "minimax"}


def test_distributions_of_a_grid_are_its_values() -> None:
    ranged = distributions(sweep_of({**GRID, "space": {"segments": {"low": 2, "high": 8, "step": 3}}}))
    assert repr(ranged["segments"]) == "CategoricalDistribution(choices=(2, 5, 8))"
    drawn = distributions(sweep_of(TPE))
    assert repr(drawn["segments"]) == "IntDistribution(high=30, log=False, low=2, step=1)"


def test_stages_of_tpe_are_batches() -> None:
    assert list(stages(sweep_of(GRID))) == [(0, 6)]
    assert list(stages(sweep_of(TPE))) == [(0, 4), (4, 8), (8, 12), (12, 14)]


def test_too_many_trials_are_refused() -> None:
    with pytest.raises(ConfigError, match="at most 100000 trials"):
        count_points(sweep_of({**GRID, "seeds": 99999}))
    with pytest.raises(ConfigError, match="needs the step"):
        count_points(sweep_of({**GRID, "space": {"last_piece": {"low": 0.0, "high": 1.0}}}))
