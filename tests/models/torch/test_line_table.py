"""Knots as tensors: which piece a number has, and breakpoints that stay in order."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from network_tables import uniform_pwl

from pwlact.models.torch.line_table import FixedKnots, TrainedKnots, extended_sides, thresholds_of
from pwlact.pwl import PWL


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_thresholds_give_each_number_the_piece_that_it_has(dtype):
    rng = np.random.default_rng(0)
    breakpoints = np.sort(rng.normal(0.0, 3.0, 50))
    breakpoints[::3] = np.float32(breakpoints[::3])
    single = np.float32 if dtype is torch.float32 else np.float64
    near = breakpoints.astype(single)
    x = np.concatenate((near, np.nextafter(near, single(-9)), np.nextafter(near, single(9))))
    piece = (x[:, None] > thresholds_of(breakpoints, dtype)).sum(1)
    expected = np.searchsorted(breakpoints, x, side="left") + (x == breakpoints[0])
    assert np.array_equal(piece, expected)


@pytest.mark.parametrize("trainable", ["values", "all"])
def test_trained_lines_begin_as_the_fixed_ones(trainable):
    pwl = uniform_pwl("silu")
    fixed, trained = FixedKnots(pwl, torch.float64)(), TrainedKnots(pwl, trainable, torch.float64)()
    for one, other in zip(fixed, trained, strict=True):
        assert torch.allclose(one, other, rtol=1e-12, atol=1e-12)


def test_breakpoints_are_parameters_only_if_they_are_trained():
    for trainable, count in (("values", 1), ("all", 3)):
        knots = TrainedKnots(uniform_pwl("silu"), trainable, torch.float32)
        assert sum(parameter.requires_grad for parameter in knots.parameters()) == count


def test_breakpoints_ascend_wherever_a_step_leads():
    knots = TrainedKnots(uniform_pwl("silu"), "all", torch.float64)
    with torch.no_grad():
        knots.log_widths.normal_(0.0, 5.0)
    assert torch.all(knots.breakpoints.diff() > 0)


def test_an_extended_tail_follows_its_piece():
    pwl = uniform_pwl("exp", 4, -8.0, 0.0)
    assert extended_sides(pwl) == (False, True)
    assert extended_sides(uniform_pwl("silu")) == (False, False)
    knots = TrainedKnots(pwl, "values", torch.float64)
    with torch.no_grad():
        knots.values[-1] = 3.0
    lines = knots()
    assert lines.slopes[-1] == lines.slopes[-2]
    assert lines.slopes[0] == 0.0


def test_the_pwl_comes_back_from_training():
    pwl = uniform_pwl("gelu")
    back = TrainedKnots(pwl, "all", torch.float64).pwl()
    assert isinstance(back, PWL)
    assert np.allclose(back.values, pwl.values)


@pytest.mark.parametrize("function", ["silu", "exp"])
def test_what_is_trained_is_read_back_as_a_pwl(function):
    pwl = uniform_pwl(function)
    knots = TrainedKnots(pwl, "all", torch.float64)
    again = knots.pwl()
    np.testing.assert_allclose(again.breakpoints, pwl.breakpoints, atol=1e-12)
    np.testing.assert_array_equal(again.values, pwl.values)
    with torch.no_grad():
        knots.values += 0.25
        knots.log_widths[0] += 0.5
    moved = knots.pwl()
    np.testing.assert_array_equal(moved.values, pwl.values + 0.25)
    assert moved.interval[1] > pwl.interval[1]
    lines = knots()
    np.testing.assert_allclose([moved.left_tail.slope, *moved.slopes, moved.right_tail.slope], lines.slopes.detach())
