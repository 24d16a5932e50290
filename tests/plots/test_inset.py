"""The zoom on the largest error."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import Maker, line
from matplotlib.patches import Rectangle

from pwlact import plots


def test_inset_shows_where_the_error_is_largest(make: Maker) -> None:
    result = make("paper")
    axes, zoom = plots.inset(result).axes
    (x, _), (p, f) = (sorted(values) for values in line(zoom, "largest error"))
    errors = result.candidate.errors.grid
    assert abs(p - f) == pytest.approx(errors.max, rel=1e-12)
    (low, high), (bottom, top) = zoom.get_xlim(), zoom.get_ylim()
    assert low < x < high
    assert errors.max > 0.08 * (top - bottom)
    (frame,) = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert frame.get_bbox().extents == pytest.approx([low, bottom, high, top])


@pytest.mark.parametrize("name", ["unit", "mirrored unit", "float unit"])
def test_inset_of_a_unit_shows_the_error_over_its_codes(make: Maker, name: str) -> None:
    result = make(name)
    report, unit = result.candidate.unit_report, result.candidate.unit
    assert report is not None
    assert unit is not None
    _, zoom = plots.inset(result).axes
    x, y = line(zoom, "largest error")
    assert x.tolist() == [report.worst, report.worst]
    ulp = float(unit.spec.output.ulp(np.array([y[1]]))[0])
    assert abs(y[1] - y[0]) == pytest.approx(report.errors.max, abs=ulp)  # the line, before it is rounded
