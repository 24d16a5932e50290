"""The polish of all breakpoints: derivatives by differences, optima that are known, and tails that are kept."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pwlact._types import Array
from pwlact.fit import weighted_batch
from pwlact.fit.density import density_of
from pwlact.functions import Line, from_expression, get
from pwlact.pwl import make_pwl
from pwlact.search.range_bound import range_bound
from pwlact.search.range_polish import _model, polish_range
from pwlact.search.whole_task import WholeTask, whole_task

START = np.array([-3.0, -1.0, 0.2, 2.5])


@pytest.fixture(scope="module")
def task() -> WholeTask:
    return whole_task(get("silu"), density_of("normal:-0.5,1.3"))


def smooth_error(task: WholeTask, breakpoints: Array, pinned: bool) -> float:
    """Return the error, averaged over ends moved by less than half a sample, which smooths its steps."""
    shifts = (np.arange(16) + 0.5) / 16.0 - 0.5
    return float(np.mean([_model(task, breakpoints + shift * task.samples.step, pinned).mse for shift in shifts]))


@pytest.mark.parametrize("pinned", [False, True])
@pytest.mark.parametrize("index", range(START.size))
def test_the_gradient_is_that_of_half_the_error(task: WholeTask, pinned: bool, index: int) -> None:
    step = 32 * task.samples.step
    ahead, behind = START.copy(), START.copy()
    ahead[index] += step
    behind[index] -= step
    rise = smooth_error(task, ahead, pinned) - smooth_error(task, behind, pinned)
    assert _model(task, START, pinned).gradient[index] == pytest.approx(0.25 * rise / step, rel=0.03, abs=2e-7)


@pytest.mark.parametrize("pinned", [False, True])
def test_the_second_derivative_is_that_of_the_gradient_where_weights_are_even(task: WholeTask, pinned: bool) -> None:
    step, n = 32 * task.samples.step, task.weights.size
    task = dataclasses.replace(task, weights=np.full(n, 1.0 / n))
    bend = _model(task, START, pinned).bend
    for index in range(START.size):
        ahead, behind = START.copy(), START.copy()
        ahead[index] += step
        behind[index] -= step
        change = (_model(task, ahead, pinned).gradient - _model(task, behind, pinned).gradient) / (2.0 * step)
        assert bend[:, index] == pytest.approx(change, rel=0.05, abs=0.03 * np.abs(bend).max())


@pytest.mark.parametrize("segments", [3, 5])
def test_a_polish_from_far_off_comes_near_the_bound(task: WholeTask, segments: int) -> None:
    found = polish_range(task, np.linspace(-5.0, 5.0, segments + 1), pinned=False)
    assert found.mse <= range_bound(task, segments).bound * 1.02


def test_pinned_ends_meet_the_tails_and_never_beat_free_ones(task: WholeTask) -> None:
    bound = range_bound(task, 4).bound
    free, pinned = (polish_range(task, np.linspace(-4.0, 4.0, 5), pinned=pinned).mse for pinned in (False, True))
    assert bound <= free <= pinned


def test_an_end_without_a_tail_stays_at_the_end_of_all_inputs() -> None:
    half = whole_task(from_expression("max(x, 0)**2", interval=(-4.0, 4.0)), density_of("normal:0,0.5"))
    assert half.tails == (Line(0.0, 0.0), None)
    found = polish_range(half, np.array([-2.0, 1.0, 4.0]), pinned=False)
    assert found.breakpoints[-1] == 4.0
    assert found.breakpoints[0] == pytest.approx(0.1, abs=0.3)


def test_the_error_is_that_of_the_pwl_over_all_inputs(task: WholeTask) -> None:
    part, samples = task.within((float(START[0]), float(START[-1])))
    values = weighted_batch(samples, task.weights[part], START[None, :]).values[0]
    assert _model(task, START, False).mse == pytest.approx(
        task.error(make_pwl(task.activation, START, values)), rel=1e-6
    )
