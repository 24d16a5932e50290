"""Fitting the area model."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from random_units import random_unit

from pwlact.area.calibrate import evaluate_areas, fit_areas
from pwlact.area.columns import FEATURES
from pwlact.area.model import area_features
from pwlact.datapath import UnitSpec
from pwlact.errors import InputError
from pwlact.formats import FixedPoint

SPEC = UnitSpec(input=FixedPoint(4, 10), output=FixedPoint(4, 10), slope=FixedPoint(2, 10), intercept=FixedPoint(4, 12))


def test_a_fit_finds_the_weights_that_made_the_areas() -> None:
    rng = np.random.default_rng(7)
    given = dataclasses.replace(SPEC, slope=FixedPoint(2, 10), intercept=FixedPoint(4, 12), trim=())
    units = [random_unit(rng, given, int(rng.integers(2, 30))) for _ in range(60)]
    features = np.array([area_features(unit) for unit in units])
    made = np.zeros(len(FEATURES))
    made[[FEATURES.index(name) for name in ("unit", "threshold_cells", "table_luts")]] = 7.0, 1.5, 0.75
    held = np.arange(60) % 3 == 0
    model = fit_areas("ice40", units, features @ made, held, {"yosys": "none"})
    np.testing.assert_allclose(features @ model.weights, features @ made, rtol=1e-6)
    assert model.facts["yosys"] == "none"
    assert model.facts["units"] == 40
    assert model.facts["held_out"]["units"] == 20
    assert model.facts["held_out"]["r_squared"] == 1.0
    noise = fit_areas("ice40", units, (features @ made) * rng.uniform(0.9, 1.1, 60), held)
    assert np.all(noise.weights >= 0.0)
    assert 0.01 < noise.facts["held_out"]["median"] < 0.1
    with pytest.raises(InputError, match="draw more units"):
        fit_areas("ice40", units[:15], (features @ made)[:15], held[:15])
    with pytest.raises(InputError, match="the smallest of 0 cells"):
        fit_areas("ice40", units, np.zeros(60), held)


def test_estimates_are_judged_by_their_relative_errors() -> None:
    facts = evaluate_areas(np.array([110.0, 180.0, 300.0]), np.array([100.0, 200.0, 300.0]))
    assert facts == {"units": 3, "r_squared": 0.975, "median": 0.1, "ninth_decile": 0.1, "largest": 0.1}
