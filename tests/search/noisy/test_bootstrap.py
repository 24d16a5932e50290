"""The bootstrap: intervals about the breakpoints, the same for the same seed, refused where nothing is searched."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from noisy_problems import TRUE_X, noisy_problem, true_segments

from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.search import Problem
from pwlact.search.methods import METHODS
from pwlact.search.noisy.bootstrap import bootstrap
from pwlact.search.solve import solve, solve_given

DP = METHODS["dp"]


@pytest.mark.parametrize("kind", ["residuals", "pairs"])
@pytest.mark.parametrize("discontinuous", [False, True])
def test_intervals_hold_what_was_found(kind: Any, discontinuous: bool) -> None:
    result = solve(noisy_problem(*true_segments(100), discontinuous=discontinuous), DP, DP.config(), 0)
    found = bootstrap(result, count=10, kind=kind)
    low, high = np.array(found["points"]).T
    assert np.all((low <= result.pwl.points) & (result.pwl.points <= high))
    assert np.array(found["ends" if discontinuous else "values"]).shape == ((5, 2, 2) if discontinuous else (6, 2))
    assert (found["count"], found["kind"], found["level"]) == (10, kind, 0.95)


def test_the_seed_settles_the_draws_and_all_are_told() -> None:
    result = solve(noisy_problem(*true_segments(80), segments=2), DP, DP.config(), 0)
    told: list[int] = []
    one, same = bootstrap(result, count=4, seed=3, watch=told.append), bootstrap(result, count=4, seed=3)
    assert one == same
    assert told == [1, 2, 3, 4]
    assert one != bootstrap(result, count=4, seed=4)


def test_a_stop_keeps_the_draws_so_far() -> None:
    result = solve(noisy_problem(*true_segments(80), segments=2), DP, DP.config(), 0)
    assert bootstrap(result, count=9, stop=lambda: True) == bootstrap(result, count=2)  # which quantiles need


def test_more_noise_makes_wider_intervals() -> None:
    widths = []
    for sigma in (0.02, 0.3):
        result = solve(noisy_problem(*true_segments(100, sigma)), DP, DP.config(), 0)
        widths.append(np.diff(bootstrap(result, count=6)["points"]).mean())
    assert widths[0] < 0.3 * widths[1]


def test_it_is_of_points_that_a_search_placed_for_noisy_data() -> None:
    problem = noisy_problem(*true_segments(50))
    with pytest.raises(ConfigError, match="that a search placed, got given"):
        bootstrap(solve_given(problem, TRUE_X[1:-1]))
    smooth = solve_given(Problem(activation=functions.get("tanh"), interval=(-2, 2), segments=2), np.zeros(1))
    with pytest.raises(ConfigError, match="noisy data, got a function"):
        bootstrap(smooth)
    result = solve(problem, DP, DP.config(), 0)
    with pytest.raises(ConfigError, match="twice or more"):
        bootstrap(result, count=1)
    with pytest.raises(ConfigError, match="residuals or pairs"):
        bootstrap(result, kind="other")  # type: ignore[arg-type]
