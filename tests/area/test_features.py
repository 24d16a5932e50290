"""Features of whole units."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from random_units import random_unit, unit_q412

from pwlact.area.columns import FEATURES
from pwlact.area.features import count_features
from pwlact.area.model import area_features
from pwlact.area.spec import kernel_spec
from pwlact.datapath import Unit, UnitSpec
from pwlact.datapath.reflection import reflected_codes
from pwlact.formats import FixedPoint, parse_format
from pwlact.functions import Symmetry


def features(unit: Unit) -> dict[str, float]:
    return dict(zip(FEATURES, area_features(unit).tolist(), strict=True))


def test_a_comparator_counts_the_bits_above_its_trailing_zeros() -> None:
    unit = unit_q412(np.random.default_rng(0), 4)
    counted = features(dataclasses.replace(unit, thresholds=np.array([-256, 2, 4096])))
    assert (counted["thresholds_short"], counted["thresholds_long"]) == (1.0, 2.0)
    assert counted["threshold_cells"] == 7.0 + 14.0


def test_floats_count_their_significands() -> None:
    for name, size in (("fp16", 11.0), ("bf16", 8.0), ("fp8_e4m3", 4.0)):
        f = parse_format(name)
        for arithmetic, fused in (("fused", size), ("separate", 0.0)):
            spec = UnitSpec(input=f, slope=f, intercept=f, output=f, arithmetic=arithmetic)  # type: ignore[arg-type]
            counted = features(random_unit(np.random.default_rng(1), spec, 4))
            assert (counted["float"], counted["unit"]) == (1.0, 0.0)
            assert (counted["float_significand"], counted["float_square"]) == (size, size * size)
            assert (counted["fused_significand"], counted["fused_square"]) == (fused, fused * fused)


def test_a_batch_counts_each_unit() -> None:
    units = [unit_q412(np.random.default_rng(seed), 6) for seed in range(3)]
    stacked = (np.stack([getattr(unit, name) for unit in units]) for name in ("thresholds", "slopes", "intercepts"))
    counted = count_features(kernel_spec(units[0].spec), *stacked)
    np.testing.assert_array_equal(counted, [area_features(unit) for unit in units])


def test_integer_bits_that_no_coefficient_needs_cost_nothing() -> None:
    unit = unit_q412(np.random.default_rng(2))
    wide = dataclasses.replace(unit.spec, slope=FixedPoint(8, 10), intercept=FixedPoint(9, 14))
    np.testing.assert_array_equal(area_features(unit), area_features(dataclasses.replace(unit, spec=wide)))


def test_pieces_that_no_input_reaches_cost_nothing() -> None:
    unit = unit_q412(np.random.default_rng(3), 5)
    more = dataclasses.replace(
        unit,
        thresholds=np.concatenate(([-40000], unit.thresholds, [32768, 40000])),
        slopes=np.concatenate(([99], unit.slopes, [-77, 55])),
        intercepts=np.concatenate(([12345], unit.intercepts, [-1, 1])),
    )
    np.testing.assert_array_equal(area_features(unit), area_features(more))


@pytest.mark.parametrize("symmetry", [Symmetry.COMPLEMENTARY, Symmetry.GATED])
def test_reflected_lines_of_floats_are_rows_of_the_tables(symmetry: Symmetry) -> None:
    """A half table of 16 pieces costs what a table of 32 does that holds the lines of both sides."""
    f, even = parse_format("fp16"), {"symmetry": Symmetry.EVEN}
    spec = UnitSpec(input=f, slope=f, intercept=f, output=f, symmetry=symmetry)
    half = random_unit(np.random.default_rng(4), spec, 16)
    half = dataclasses.replace(half, thresholds=np.arange(1, 16) * 1000)
    below = reflected_codes(spec, half.slopes, half.intercepts)
    whole = Unit(
        spec=dataclasses.replace(spec, **even),
        thresholds=np.arange(1, 32) * 1000,
        slopes=np.concatenate((half.slopes, below[0])),
        intercepts=np.concatenate((half.intercepts, below[1])),
    )
    for name in ("table_luts", "table_muxes"):
        assert features(half)[name] == features(whole)[name] > 0.0
