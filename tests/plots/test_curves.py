"""What several figures draw."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import Maker

from pwlact.plots import curves


def test_the_grid_holds_ends_breakpoints_and_kinks_once(make: Maker) -> None:
    result = make("kinks")
    x = curves.grid(result)
    assert np.all(np.diff(x) > 0)
    assert (x[0], x[-1]) == result.problem.interval
    assert {-3.0, 3.0, *result.candidate.pwl.breakpoints.tolist()} <= set(x.tolist())


def test_the_worst_place_has_the_largest_error(make: Maker) -> None:
    result = make("paper")
    x = curves.worst(result)
    error = abs(float(result.candidate.pwl(x)) - float(result.problem.activation(x)))
    assert error == pytest.approx(result.candidate.errors.grid.max, rel=1e-12)
    report = make("unit").candidate.unit_report
    assert report is not None
    assert curves.worst(make("unit")) == report.worst


@pytest.mark.parametrize(
    ("values", "limits"),
    [([0.0, 10.0], (-1.0, 11.0)), ([3.0, 3.0], (2.7, 3.3)), ([0.0], (-0.1, 0.1)), ([-4.0], (-4.4, -3.6))],
)
def test_limits_leave_a_tenth_of_the_height_free(values: list[float], limits: tuple[float, float]) -> None:
    assert curves.with_margin(np.array(values)) == pytest.approx(limits)
