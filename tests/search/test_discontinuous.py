"""The bound by separate lines: against brute force, and below every fit."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from strategies import PAPER, Array, activations, ranges, spread_points

from pwlact.fit import Pins, lstsq, sample, weighted_batch
from pwlact.functions import get
from pwlact.metrics import grid_errors
from pwlact.pwl import breakpoints_of, make_pwl
from pwlact.search import discontinuous, make_evaluator
from pwlact.search.bounds import mse_bound
from pwlact.search.discontinuous import discontinuous_bound
from pwlact.search.problem import OBJECTIVES, Problem

FREE: Pins = (None, None)


def line_error(y: Array, w: Array, start: int, stop: int, pins: Pins) -> float:
    """Return the weighted sum of squared errors of the best line, through the pins, on start .. stop - 1."""
    n = y.size
    x = np.arange(start, stop, dtype=np.float64)
    if pins[0] is not None and start == 0 and pins[1] is not None and stop == n:
        return float(w @ (pins[0] + (pins[1] - pins[0]) / (n - 1) * x - y) ** 2)
    root, target, columns = np.sqrt(w[start:stop]), y[start:stop], [np.ones(x.size), x]
    for end, search, meets in ((0, 0, start == 0), (1, n - 1, stop == n)):
        if pins[end] is not None and meets:
            target, columns = target - pins[end], [x - search]
    matrix = np.stack(columns, axis=1) * root[:, None]
    found = np.linalg.lstsq(matrix, target * root, rcond=None)[0]
    return float(np.sum((matrix @ found - target * root) ** 2))


def brute_force(y: Array, w: Array, segments: int, pins: Pins = FREE) -> float:
    """Return the least error over all partitions, by dynamic programming over all pairs of boundaries."""
    n = y.size
    cost = np.full((n + 1, n + 1), np.inf)
    for i in range(n + 1):
        for j in range(i, n + 1):
            if i < j:
                cost[i, j] = line_error(y, w, i, j, pins)
            elif not ((pins[0] is not None and i == 0) or (pins[1] is not None and i == n)):
                cost[i, j] = 0.0
    least = cost[0]
    for _ in range(segments - 1):
        least = np.min(least[:, None] + cost, axis=0)
    return float(least[n])


def values(n: int) -> st.SearchStrategy[Array]:
    return st.one_of(
        arrays(np.float64, n, elements=st.integers(-50, 50).map(lambda k: k / 16)),
        st.tuples(st.floats(-3, 3), st.floats(0.1, 2)).map(lambda p: np.tanh(p[1] * (np.linspace(-4, 4, n) + p[0]))),
    )


@st.composite
def small(draw: st.DrawFn) -> tuple[Array, Array, int, Pins]:
    n = draw(st.integers(5, 20))
    w = draw(arrays(np.float64, n, elements=st.sampled_from([0.0, 1e-9, 0.25, 1.0, 3.0])))
    assume(w.sum() > 0.2)
    pin = st.none() | st.floats(-2, 2)
    return draw(values(n)), w / w.sum(), draw(st.integers(1, 6)), (draw(pin), draw(pin))


def check_small(y: Array, w: Array, segments: int, pins: Pins) -> None:
    wanted = brute_force(y, w, segments, pins)
    found = discontinuous_bound(y, w, segments, pins)
    assert found.exact or found.bound == 0.0
    assert found.bound <= wanted + 1e-25
    # The allowance for rounding is proportional to the values, not to their error.
    assert np.sqrt(found.bound) >= np.sqrt(wanted) * (1.0 - 1e-7) - 1e-12
    edges = found.boundaries
    assert edges[0] == 0
    assert edges[-1] == y.size
    assert np.all(np.diff(edges) >= 0)
    if found.exact:
        reached = sum(line_error(y, w, i, j, pins) for i, j in itertools.pairwise(edges) if i < j)
        assert reached == pytest.approx(wanted, rel=1e-6, abs=1e-20)


@given(small())
@settings(max_examples=60, deadline=None)
def test_the_bound_is_the_minimum_over_all_partitions(case: tuple[Array, Array, int, Pins]) -> None:
    check_small(*case)


@given(small())
@settings(max_examples=50, deadline=None)
def test_the_bound_by_coarse_levels_is_the_minimum_too(case: tuple[Array, Array, int, Pins]) -> None:
    levels = discontinuous.LEVELS
    try:
        discontinuous.LEVELS = (3, 6, 12)  # type: ignore[assignment]
        check_small(*case)
    finally:
        discontinuous.LEVELS = levels


@given(small())
@settings(max_examples=30, deadline=None)
def test_coarse_cells_alone_give_a_bound(case: tuple[Array, Array, int, Pins]) -> None:
    y, w, segments, pins = case
    levels, single = discontinuous.LEVELS, discontinuous.SINGLE
    try:
        discontinuous.LEVELS, discontinuous.SINGLE = (2, 4, 8), 1  # type: ignore[assignment]
        found = discontinuous_bound(y, w, segments, pins)
    finally:
        discontinuous.LEVELS, discontinuous.SINGLE = levels, single
    assert found.bound <= brute_force(y, w, segments, pins) + 1e-25


@st.composite
def weights_on(draw: st.DrawFn, x: Array) -> Array | None:
    if draw(st.booleans()):
        return None
    bell = np.exp(-0.5 * ((x - draw(st.floats(x[0], x[-1]))) / draw(st.floats(0.05, 3.0)) / (x[-1] - x[0])) ** 2)
    return np.asarray(bell / bell.sum())


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_no_fit_has_a_smaller_error_than_the_bound(data: st.DataObject) -> None:
    interval = data.draw(ranges())
    samples = sample(data.draw(activations()), interval)
    points = data.draw(spread_points(interval, max_points=20))
    breakpoints = breakpoints_of(points, interval)
    weights = data.draw(weights_on(samples.x))
    pins = data.draw(st.sampled_from([FREE, (float(samples.y[0]), None), (0.1, -0.2)]))
    if weights is None:
        fitted = lstsq(samples, breakpoints, pins).values
    else:
        fitted = weighted_batch(samples, weights, breakpoints[None, :], pins).values[0]
    mse = grid_errors(samples, make_pwl(get("elu"), breakpoints, fitted), weights).mse
    assert discontinuous_bound(samples.y, weights, points.size + 1, pins).bound <= mse


@pytest.mark.parametrize(
    ("name", "segments", "mse"), [("sigmoid", 9, 4.04e-6), ("silu", 32, 1.49e-7), ("gelu", 16, 5.35e-7)]
)
def test_the_bound_is_near_the_least_mse_on_the_papers_grid(name: str, segments: int, mse: float) -> None:
    problem = Problem(activation=get(name), interval=PAPER, segments=segments, objective=OBJECTIVES["mse"])
    assert mse_bound(make_evaluator(problem)) == pytest.approx(mse, rel=5e-3)


def test_the_bound_is_zero_where_lines_fit_exactly() -> None:
    samples = sample(get("hardsigmoid"), PAPER)
    assert discontinuous_bound(samples.y, None, 3).bound == 0.0
    assert discontinuous_bound(samples.y, None, 2).bound > 1e-3


def test_wide_ranges_are_bounded_by_cells_of_many_samples() -> None:
    samples = sample(get("gelu"), (-100.0, 100.0))
    found = discontinuous_bound(samples.y, None, 9)
    assert found.bound == pytest.approx(5.2195e-7, rel=1e-3)


def test_more_segments_than_samples_have_no_error() -> None:
    kwargs: dict[str, Any] = {"y": np.array([0.0, 3.0, 1.0, 2.0]), "weights": None, "segments": 9}
    found = discontinuous_bound(**kwargs)
    assert found.bound == 0.0
    assert found.boundaries.size == 10
