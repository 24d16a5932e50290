"""A PWL as nodes: the right piece for every input, and its line in floating point."""

from __future__ import annotations

import numpy as np
import onnx_models as models
import pytest

from pwlact.functions import Line
from pwlact.models.onnx.pieces import MAX_CELLS, find_cells, last_before
from pwlact.models.onnx.rewrite import rewrite_model
from pwlact.pwl import PWL

SIGMOID = models.model_of("y = Sigmoid (x)")


def _around(pwl: PWL, dtype: type[np.floating]) -> np.ndarray:
    """Return inputs about the breakpoints, and everywhere else."""
    near = pwl.breakpoints.astype(dtype)
    beside = [near, np.nextafter(near, dtype(np.inf)), np.nextafter(near, dtype(-np.inf))]
    spread = np.random.default_rng(0).normal(scale=6.0, size=3000).astype(dtype)
    return np.concatenate([*beside, spread, [0.0, -0.0, 1e30, -1e30]]).astype(dtype)


def _run(pwl: PWL, x: np.ndarray) -> np.ndarray:
    kind = {np.float32: "float", np.float64: "double"}[x.dtype.type]
    done = rewrite_model(models.model_of("y = Sigmoid (x)", kind=kind), {"sigmoid": pwl}).model
    models.check(done)
    return models.run(done, x)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("dtype", "unit"), [(np.float32, 2.0**-24), (np.float64, 2.0**-51)])
def test_output_is_the_table_to_rounding_whether_or_not_its_tails_join(seed, dtype, unit):
    pwl = models.random_pwl(seed, segments=(1, 2, 5, 16)[seed % 4])
    x = _around(pwl, dtype)
    assert np.all(np.abs(_run(pwl, x) - pwl(x)) <= models.error_bound(pwl, x, unit))


def test_crowded_breakpoints_are_found_by_bisection():
    points = np.array([-1.0, 0.0, 1e-6, 2e-6, 3e-6, 4.0])
    pwl = PWL(breakpoints=points, values=np.array([0, 1, 5, 2, 7, 1.0]), left_tail=Line(1, 0), right_tail=Line(0, 3))
    assert find_cells(last_before(pwl, np.float32), np.float32) is None
    x = np.concatenate([_around(pwl, np.float32), np.linspace(-1e-6, 4e-6, 999, dtype=np.float32)])
    assert np.all(np.abs(_run(pwl, x) - pwl(x)) <= models.error_bound(pwl, x))


def test_breakpoints_far_from_zero_are_found_by_bisection():
    points = 3e7 + np.array([0.0, 2.0, 4.0, 6.0])
    pwl = PWL(breakpoints=points, values=np.zeros(4), left_tail=Line(0, 1), right_tail=Line(0, 2))
    assert find_cells(last_before(pwl, np.float32), np.float32) is None
    assert _run(pwl, np.array([3e7 - 2, 3e7, 3e7 + 6, 3e7 + 8], np.float32)).tolist() == [1.0, 0.0, 0.0, 2.0]


def test_cells_are_the_coarsest_of_which_each_holds_one_threshold():
    cells = find_cells(np.array([-8.0, -0.6, 0.1, 0.4, 8.0]), np.float32)
    assert cells is not None
    assert cells.per_unit == 4.0
    assert cells.before.size <= MAX_CELLS
    assert np.isfinite(cells.threshold).sum() == 5


def test_last_before_a_breakpoint_is_on_its_left():
    pwl = PWL(breakpoints=np.array([-0.1, 0.5, 0.7]), values=np.zeros(3), left_tail=Line(0, 0), right_tail=Line(0, 0))
    first, middle, last = last_before(pwl, np.float32)
    assert first < -0.1 <= np.nextafter(np.float32(first), np.float32(1))
    assert middle == np.nextafter(np.float32(0.5), np.float32(0))
    assert last <= 0.7 < np.nextafter(np.float32(last), np.float32(1))


@pytest.mark.parametrize("left", [Line(0.0, 2.0), Line(1.0, 0.0), Line(-0.5, 1.0)])
@pytest.mark.parametrize("right", [Line(0.0, 2.0), Line(1.0, 0.0), Line(-0.5, 1.0)])
def test_nan_stays_nan_and_infinities_follow_the_tails(left, right):
    pwl = PWL(breakpoints=np.array([-1.0, 0.0, 1.0]), values=np.ones(3), left_tail=left, right_tail=right)
    x = np.array([np.nan, np.inf, -np.inf] * 6, np.float32)
    assert np.array_equal(_run(pwl, x), pwl(x), equal_nan=True)
