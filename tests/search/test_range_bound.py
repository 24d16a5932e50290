"""The bound over all ranges against every partition of few samples, and against PWL on ranges that are tried."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwlact._types import Array
from pwlact.fit import Samples, weighted_batch
from pwlact.fit.density import density_of
from pwlact.functions import Line, get
from pwlact.pwl import make_pwl
from pwlact.search.range_bound import range_bound
from pwlact.search.whole_task import WholeTask, whole_task


def small_task(y: Array, weights: Array, tails: tuple[Line | None, Line | None]) -> WholeTask:
    x = np.linspace(-1.0, 1.0, y.size)
    samples = Samples(
        interval=(-1.0, 1.0), step=2.0 / (y.size - 1), x=x, y=y, sums=np.empty(0),
        convex_runs=np.empty(0, dtype=np.int64), signs=np.empty(0, dtype=np.int64),
    )  # fmt: skip
    activation = get("silu")
    object.__setattr__(activation := type(activation)(**_fields(activation)), "left_tail", tails[0])
    object.__setattr__(activation, "right_tail", tails[1])
    return WholeTask(activation=activation, samples=samples, weights=weights, density=density_of("normal:0,1"))


def _fields(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in type(record).__slots__}  # type: ignore[attr-defined]


def line_cost(x: Array, y: Array, w: Array) -> float:
    if np.count_nonzero(w) < 2:
        return 0.0
    root = np.sqrt(w)
    found = np.linalg.lstsq(np.stack((root, root * x), axis=1), root * y, rcond=None)[0]
    return float(w @ (found[0] + found[1] * x - y) ** 2)


def least_by_all_partitions(task: WholeTask, segments: int) -> float:
    x, y, w = task.samples.x, task.samples.y, task.weights
    left, right = task.tails
    n, best = y.size, np.inf
    for cuts in itertools.combinations_with_replacement(range(n + 1), segments + 1):
        first, last = cuts[0], cuts[-1]
        if (left is None and first > 0) or (right is None and last < n):
            continue
        cost = sum(line_cost(x[a:b], y[a:b], w[a:b]) for a, b in itertools.pairwise(cuts))
        cost += 0.0 if left is None else float(w[:first] @ (left(x[:first]) - y[:first]) ** 2)
        cost += 0.0 if right is None else float(w[last:] @ (right(x[last:]) - y[last:]) ** 2)
        best = min(best, cost)
    return best


@pytest.mark.parametrize("tails", [(Line(0.5, 0.1), Line(-1.0, 0.0)), (None, Line(0.0, 0.0)), (Line(1.0, 0.0), None)])
@pytest.mark.parametrize("segments", [1, 2, 3])
@pytest.mark.parametrize("seed", range(3))
def test_the_bound_is_the_least_of_all_partitions_between_two_tails(
    seed: int, segments: int, tails: tuple[Line | None, Line | None]
) -> None:
    generator = np.random.default_rng(seed)
    y, weights = generator.normal(size=12).cumsum(), generator.random(12) ** 2
    task = small_task(y, weights / weights.sum(), tails)
    found = range_bound(task, segments)
    assert found.exact
    assert found.bound == pytest.approx(least_by_all_partitions(task, segments), rel=1e-6, abs=1e-12)
    assert found.boundaries.size == segments + 1


def test_samples_on_the_tails_cost_nothing() -> None:
    x = np.linspace(-1.0, 1.0, 41)
    y = np.where(x < -0.5, 2.0 * x, np.where(x > 0.5, -x, 1.0 + x))
    found = range_bound(small_task(y, np.full(41, 1.0 / 41.0), (Line(2.0, 0.0), Line(-1.0, 0.0))), 1)
    assert found.bound == pytest.approx(0.0, abs=1e-18)
    assert x[found.boundaries[0]] == pytest.approx(-0.5)
    assert x[found.boundaries[1] - 1] == pytest.approx(0.5)


TASKS = {name: whole_task(get(name), density_of("normal:-0.3,1.4")) for name in ("silu", "gelu", "tanh", "elu")}
BOUNDS = {(name, segments): range_bound(TASKS[name], segments).bound for name in TASKS for segments in (1, 2, 4)}


@settings(max_examples=60)
@given(
    name=st.sampled_from(sorted(TASKS)),
    segments=st.sampled_from([1, 2, 4]),
    low=st.floats(-11.0, -0.1),
    high=st.floats(0.1, 10.0),
    seed=st.integers(0, 10**6),
)
def test_no_range_and_no_points_have_a_smaller_error(
    name: str, segments: int, low: float, high: float, seed: int
) -> None:
    task = TASKS[name]
    inner = np.sort(np.random.default_rng(seed).uniform(low, high, segments - 1))
    breakpoints = np.concatenate(([low], inner, [high]))
    part, samples = task.within((low, high))
    values = weighted_batch(samples, task.weights[part], breakpoints[None, :]).values[0]
    assert BOUNDS[name, segments] <= task.error(make_pwl(task.activation, breakpoints, values)) * (1.0 + 1e-12)
