"""Groups of pieces as the kernels take them."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.models.torch.line_kernels import GROUPS, MAX_BREAKPOINTS, backward, groups_of, lines, sums


@pytest.mark.parametrize("count", [1, 7, 8, 17, MAX_BREAKPOINTS])
def test_groups_hold_all_pieces_in_order_and_add_those_that_nothing_reaches(count):
    rows = np.sort(np.random.default_rng(0).normal(size=(3, count)).astype(np.float32), axis=1)
    groups = groups_of(*rows)
    joined = np.array([sum((group[k] for group in groups), ()) for k in range(3)])
    assert len(groups) == GROUPS
    assert min(len(group[0]) for group in groups) > 0
    assert np.array_equal(joined[:, :count], rows)
    assert np.all(joined[0, count:] == np.inf)


def test_kernels_agree_with_a_search_in_the_sorted_row():
    rng = np.random.default_rng(0)
    thresholds = np.sort(rng.normal(0.0, 3.0, 9).astype(np.float32))
    slopes, intercepts = rng.normal(size=(2, 10)).astype(np.float32)
    x, gradient = rng.normal(0.0, 4.0, (2, 1000)).astype(np.float32)
    piece = np.searchsorted(thresholds, x)
    groups = groups_of(thresholds, slopes[1:], intercepts[1:])
    y, result, by_slope, by_intercept = np.empty_like(x), np.empty_like(x), np.zeros(10), np.zeros(10)
    low, high = np.float32(-np.inf), np.float32(np.inf)
    lines(x, y, slopes[0], intercepts[0], groups, low, high)
    backward(x, gradient, result, slopes[0], groups)
    sums(x, gradient, thresholds, by_slope, by_intercept)
    assert np.array_equal(y, slopes[piece] * x + intercepts[piece])
    assert np.array_equal(result, slopes[piece] * gradient)
    assert np.allclose(by_slope, np.bincount(piece, gradient.astype(float) * x, 10))
    assert np.allclose(by_intercept, np.bincount(piece, gradient, 10))
