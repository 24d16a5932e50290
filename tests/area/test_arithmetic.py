"""Features of fixed-point arithmetic."""

from __future__ import annotations

import dataclasses

import numpy as np
from random_units import unit_q412

from pwlact.area.columns import FEATURES
from pwlact.area.model import area_estimate, area_features
from pwlact.formats import FixedPoint, Overflow, Rounding


def test_one_slope_for_all_needs_no_multiplier() -> None:
    unit = unit_q412(np.random.default_rng(3))
    level = dataclasses.replace(unit, slopes=np.full_like(unit.slopes, 256))
    assert np.unique(unit.slopes).size > 5
    assert area_estimate(level, "ice40-nodsp") < 0.7 * area_estimate(unit, "ice40-nodsp")
    features = dict(zip(FEATURES, area_features(level), strict=True))
    assert (features["product"], features["product_small"]) == (0.0, 0.0)
    assert features["sum_alone"] > 0.0


def test_saturation_and_ties_count_only_where_they_happen() -> None:
    unit = unit_q412(np.random.default_rng(4))
    wrapping = dataclasses.replace(unit.spec, overflow=Overflow.WRAP)
    wide = dataclasses.replace(wrapping, output=FixedPoint(8, 24), rounding=Rounding.NEAREST_EVEN)
    even = dataclasses.replace(wrapping, rounding=Rounding.NEAREST_EVEN)
    counted = [
        dict(zip(FEATURES, area_features(dataclasses.replace(unit, spec=spec)), strict=True))
        for spec in (unit.spec, wrapping, wide, even)
    ]
    assert [features["clip"] > 0.0 for features in counted] == [True, False, False, False]
    assert [features["tie"] for features in counted] == [0.0, 0.0, 0.0, unit.spec.sum_fraction - 12.0]


def test_a_sum_of_powers_of_two_counts_shifters_in_place_of_a_multiplier() -> None:
    unit = unit_q412(np.random.default_rng(5))
    spec = dataclasses.replace(unit.spec, shift_terms=2)
    shifted = dataclasses.replace(unit, spec=spec, slopes=1 << np.arange(unit.pieces) % 10)
    features = dict(zip(FEATURES, area_features(shifted), strict=True))
    assert features["product"] == features["product_small"] == 0.0
    assert features["shift_terms"] > 0.0
    assert features["shift_sums"] == features["shift_negated"] == 0.0  # one power each, none subtracted
