"""Searches of noisy data find the true breakpoints, with a bound that holds."""

from __future__ import annotations

import numpy as np
import pytest
from noisy_problems import TRUE_X, noisy_problem, true_segments

from pwlact.errors import BreakpointError, ConfigError
from pwlact.search.methods import METHODS
from pwlact.search.solve import GIVEN, solve, solve_given

DP = METHODS["dp"]


def test_dp_finds_the_true_breakpoints_and_is_near_its_bound() -> None:
    found = solve(noisy_problem(*true_segments(300)), DP, DP.config(), 0)
    assert np.allclose(found.pwl.points, TRUE_X[1:-1], atol=0.15)
    assert found.lower_bound is not None
    assert found.lower_bound <= found.objective
    assert found.objective < 0.2**2 * 1.1


def test_separate_lines_reach_their_bound() -> None:
    found = solve(noisy_problem(*true_segments(150), discontinuous=True), DP, DP.config(), 0)
    assert found.gap == pytest.approx(0.0, abs=1e-8)
    assert found.candidate.lines is not None


def test_lines_that_are_met_exactly_are_parted_further() -> None:
    x = np.arange(12.0)
    found = solve(noisy_problem(x, 2.0 * x, segments=4, discontinuous=True), DP, DP.config(), 0)
    assert found.errors.grid.max < 1e-12
    assert found.pwl.segments == 4


def test_any_method_may_serve_that_places_without_looking() -> None:
    uniform = METHODS["uniform"]
    problem = noisy_problem(*true_segments(100))
    found = solve(problem, uniform, uniform.config(), 0)
    best = solve(problem, DP, DP.config(), 0)
    assert best.objective <= found.objective
    assert found.lower_bound == pytest.approx(best.lower_bound, rel=1e-6)


def test_given_points_are_fitted() -> None:
    found = solve_given(noisy_problem(*true_segments(100)), TRUE_X[1:-1])
    assert found.method == GIVEN
    assert found.objective == pytest.approx(0.04, rel=0.4)


@pytest.mark.parametrize("name", ["tube", "global", "random", "maxima"])
def test_other_methods_are_refused_with_those_that_serve(name: str) -> None:
    method = METHODS[name]
    with pytest.raises(ConfigError, match="served by method dp"):
        solve(noisy_problem(*true_segments(60)), method, method.config(), 0)


def test_fewer_points_than_parameters_are_refused() -> None:
    with pytest.raises(BreakpointError, match="at least 10 points"):
        solve(noisy_problem(*true_segments(8)), DP, DP.config(), 0)


def test_far_from_zero_the_same_is_found() -> None:
    x, y = true_segments(100)
    near = solve(noisy_problem(x, y), DP, DP.config(), 0)
    far = solve(noisy_problem(x + 2.0**30, y), DP, DP.config(), 0)
    assert far.objective == pytest.approx(near.objective, rel=1e-4)


@pytest.mark.parametrize("discontinuous", [False, True])
def test_the_smallest_maximum_error_is_reached_and_proven(discontinuous: bool) -> None:
    minimax = METHODS["minimax"]
    problem = noisy_problem(*true_segments(120), objective="max", discontinuous=discontinuous)
    found = solve(problem, minimax, minimax.config(), 0)
    assert found.gap == pytest.approx(0.0, abs=1e-6)
    uniform = solve(problem, METHODS["uniform"], METHODS["uniform"].config(), 0)
    assert found.objective < uniform.objective


@pytest.mark.parametrize("discontinuous", [False, True])
def test_more_segments_than_are_needed_are_given_too(discontinuous: bool) -> None:
    x = np.arange(20.0)
    minimax = METHODS["minimax"]
    problem = noisy_problem(x, np.abs(x - 10.0), objective="max", segments=4, discontinuous=discontinuous)
    found = solve(problem, minimax, minimax.config(), 0)
    assert found.pwl.segments == 4
    assert found.objective < 1e-9
