"""The evaluator of noisy data: values and errors are those of their definitions, at the data alone."""

from __future__ import annotations

import numpy as np
import pytest
from noisy import least_squares
from noisy_problems import noisy_problem, true_segments

from pwlact.errors import BreakpointError
from pwlact.search.evaluators import DataEvaluator, make_evaluator

POINTS = np.array([2.1, 3.4, 6.1, 7.9])


@pytest.mark.parametrize("weighted", [False, True])
def test_values_are_the_weighted_least_squares(weighted: bool) -> None:
    arrays = true_segments(80, weighted=weighted)
    x, y, w = arrays if weighted else (*arrays, np.ones(80))
    found = make_evaluator(noisy_problem(*arrays)).candidate(POINTS)
    values, squares = least_squares(x, y, w, found.pwl.breakpoints)
    assert np.allclose(found.pwl.values, values, rtol=1e-8)
    assert found.objective == pytest.approx(squares / w.sum(), rel=1e-10)


def test_all_errors_are_at_the_data() -> None:
    x, y = true_segments(60)
    found = make_evaluator(noisy_problem(x, y)).candidate(POINTS)
    off = np.abs(found.pwl(x) - y)
    errors = found.errors.data
    assert errors is not None
    assert found.errors.grid == found.errors.exact == errors
    assert (errors.max, errors.mean, errors.mse) == pytest.approx((off.max(), off.mean(), np.mean(off**2)), rel=1e-12)


def test_minimax_values_have_no_larger_maximum_than_least_squares() -> None:
    x, y = true_segments(60)
    least, squares = (
        make_evaluator(noisy_problem(x, y, objective="max", fit=fit)).candidate(POINTS) for fit in ("minimax", "lstsq")
    )
    assert least.objective < squares.objective


def test_pieces_that_need_not_join_have_the_least_squares_of_their_own_data() -> None:
    x, y = true_segments(60)
    joined = make_evaluator(noisy_problem(x, y)).candidate(POINTS)
    found = make_evaluator(noisy_problem(x, y, discontinuous=True)).candidate(POINTS)
    assert found.lines is not None
    assert found.approximation is found.lines
    assert found.objective < joined.objective
    assert np.array_equal(found.pwl.values, joined.pwl.values)
    for k, (low, high) in enumerate(zip(found.lines.breakpoints[:-1], found.lines.breakpoints[1:], strict=True)):
        own = (x >= low) & (x < high if k < 4 else x <= high)
        slope, intercept = np.polyfit(x[own], y[own], 1)
        assert found.lines.slopes[k] == pytest.approx(slope, rel=1e-8)
        assert found.lines.intercepts[k] == pytest.approx(intercept, rel=1e-6, abs=1e-9)


def test_a_range_takes_part_of_the_data() -> None:
    x, y = true_segments(100)
    evaluator = make_evaluator(noisy_problem(x, y, segments=1, interval=(2.0, 3.5)))
    assert isinstance(evaluator, DataEvaluator)
    assert evaluator.data.x.size == np.count_nonzero((x >= 2.0) & (x <= 3.5))
    assert evaluator.candidate(np.empty(0)).pwl.interval == (2.0, 3.5)


def test_rows_of_points_have_the_objectives_of_their_candidates() -> None:
    evaluator = make_evaluator(noisy_problem(*true_segments(50), segments=3))
    rows = np.array([[2.0, 6.0], [3.0, 7.0]])
    assert evaluator.objectives(rows).tolist() == [evaluator.candidate(row).objective for row in rows]


def test_more_values_than_points_are_refused() -> None:
    with pytest.raises(BreakpointError, match="ask for fewer"):
        make_evaluator(noisy_problem(*true_segments(5), segments=5))
