"""Lines of a unit as real numbers: equal to the unit where its output holds every sum."""

from __future__ import annotations

import numpy as np
import pytest
from export.units import SYMMETRIES, random_unit

from pwlact.datapath import UnitSpec
from pwlact.export.lines import both_sides, end_codes, line_values
from pwlact.export.source import drop_unreachable
from pwlact.formats import FixedPoint, parse_format
from pwlact.functions import Symmetry


@pytest.mark.parametrize("symmetry", SYMMETRIES)
@pytest.mark.parametrize("name", ["q3.5", "uq4.4"])
def test_lines_are_the_unit_and_largest_at_their_ends(name: str, symmetry: Symmetry) -> None:
    wide = FixedPoint(14, 18)
    spec = UnitSpec(
        input=parse_format(name), slope=FixedPoint(2, 6), intercept=FixedPoint(4, 8), output=wide, symmetry=symmetry
    )
    rng = np.random.default_rng(7)
    for _ in range(10):
        unit = drop_unreachable(random_unit(spec, rng))
        codes = spec.input.codes()
        y = line_values(unit, codes)
        assert np.array_equal(wide.encode(y), unit(codes))
        ends = end_codes(unit)
        assert np.all(np.isin(ends, codes))
        assert (line_values(unit, ends).min(), line_values(unit, ends).max()) == (y.min(), y.max())
        thresholds, slopes, intercepts = both_sides(unit)
        assert slopes.shape == intercepts.shape == (thresholds.size + 1,)
        assert np.all(np.diff(thresholds) >= 0)
