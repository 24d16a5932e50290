"""Tables in real numbers as units."""

from __future__ import annotations

import numpy as np
import pytest

import pwlact
from pwlact.errors import InputError
from pwlact.studies.evaluation.in_codes import at_points, range_of, rounded


@pytest.mark.parametrize(("format_", "interval"), [("float", (-8, 8)), ("q4.12", (-8, 8)), ("q3.5", (-4, 4))])
def test_a_range_is_the_part_that_the_format_holds(format_: str, interval: tuple[float, float]) -> None:
    assert range_of("silu", format_) == interval


def test_a_rounded_table_is_near_the_real_one() -> None:
    real = pwlact.approximate("silu", segments=8)
    unit = rounded(real, "q4.12").unit
    assert unit is not None
    codes = np.arange(-(2**15), 2**15 - 2**10)  # beyond, outputs saturate
    x, y = codes / 2**12, unit(codes) / 2**12
    assert np.abs(y - real.pwl(x)).max() < 4e-3


def test_codes_are_fitted_at_the_points_that_the_format_holds() -> None:
    real = pwlact.approximate("silu", segments=8)
    inside = real.pwl.points[np.abs(real.pwl.points) < 4.0]
    found = at_points(real, "q3.5")
    assert found.problem.interval == (-4.0, 4.0)
    assert found.problem.segments == inside.size + 1
    assert found.unit is not None
    np.testing.assert_allclose(found.pwl.points, inside, atol=2.0**-5)
    assert found.errors.codes is not None
    assert found.errors.codes.max < 0.05


def test_points_that_fall_on_one_code_are_refused() -> None:
    real = pwlact.approximate("silu", points=[0.0, 1e-4, 2.0], objective="mse")
    with pytest.raises(InputError, match="code"):
        at_points(real, "q3.5")
