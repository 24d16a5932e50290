"""Segments of equal width on any range."""

from __future__ import annotations

import numpy as np
import pytest
from search.methods.brief import evaluator_of, run

from pwlact.functions import Interval


@pytest.mark.parametrize("interval", [(-8.0, 8.0), (2.0, 10.0), (0.0, 1e-3)])
@pytest.mark.parametrize("segments", [1, 2, 9])
def test_all_segments_have_the_same_width(interval: Interval, segments: int) -> None:
    placement = run(evaluator_of("silu", segments, interval), "uniform")
    breakpoints = np.concatenate(([interval[0]], placement.points, [interval[1]]))
    assert np.diff(breakpoints) == pytest.approx((interval[1] - interval[0]) / segments, rel=1e-12)
    assert placement.evaluations == 0
