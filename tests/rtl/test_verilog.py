"""The Verilog of units, simulated on every input code, against the models."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from icarus import check, icarus, simulate
from random_units import fixed_spec, float_spec, random_unit
from searched_units import Q4_12, searched_q4_12, searched_unit

from pwlact.datapath import Unit, UnitSpec
from pwlact.datapath.spec import ArithmeticName
from pwlact.formats import FixedPoint, Overflow, Rounding, parse_format
from pwlact.functions import Symmetry
from pwlact.rtl import Design, unit_verilog

Q12_20 = FixedPoint(12, 20)
ARITHMETICS: tuple[ArithmeticName, ...] = ("fused", "separate")
SYMMETRIC = {Symmetry.ODD: "tanh", Symmetry.COMPLEMENTARY: "sigmoid", Symmetry.GATED: "silu"}


def design(unit: Unit, name: str = "pwl", latency: int = 3) -> Design:
    return Design(units=(unit,), functions=("f",), name=name, latency=latency)


def designs(units: list[Unit], latency: int | None = None) -> list[Design]:
    """Return a design of each unit, the latencies in turn."""
    return [design(unit, f"pwl_{k}", 1 + k % 4 if latency is None else latency) for k, unit in enumerate(units)]


@icarus
def test_silu_at_every_latency(tmp_path: Path) -> None:
    unit = searched_q4_12("silu", 16)
    check([design(unit, f"silu_{latency}", latency) for latency in (1, 2, 3, 4)], tmp_path)


@icarus
@pytest.mark.parametrize(
    "given",
    [
        {"address_bits": 8},
        {"shift_terms": 2},
        {"arithmetic": "separate", "rounding": Rounding.NEAREST_EVEN},
        {"symmetry": Symmetry.GATED, "rounding": Rounding.NEAREST_AWAY},
    ],
)
def test_silu_of_other_kinds(given: dict[str, Any], tmp_path: Path) -> None:
    check([design(searched_q4_12("silu", 12, **given))], tmp_path)


@icarus
def test_every_rounding_and_overflow(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    formats: dict[str, Any] = {
        "input": FixedPoint(3, 5),
        "slope": FixedPoint(2, 6),
        "intercept": FixedPoint(4, 6),
        "output": FixedPoint(4, 4),
    }
    kinds = product(Rounding, (Overflow.SATURATE, Overflow.WRAP), ARITHMETICS, Symmetry)
    units = [
        random_unit(
            rng, UnitSpec(**formats, rounding=rounding, overflow=overflow, arithmetic=arithmetic, symmetry=symmetry), 6
        )
        for rounding, overflow, arithmetic, symmetry in kinds
    ]
    check(designs(units), tmp_path)


@icarus
def test_mirrors_of_searched_units(tmp_path: Path) -> None:
    formats: dict[str, Any] = {
        "input": FixedPoint(4, 6),
        "slope": FixedPoint(3, 8),
        "intercept": FixedPoint(3, 10),
        "output": FixedPoint(5, 6),
    }
    units = [
        searched_unit(function, 5, UnitSpec(**formats, symmetry=symmetry, arithmetic=arithmetic))
        for symmetry, function in SYMMETRIC.items()
        for arithmetic in ARITHMETICS
    ]
    check(designs(units), tmp_path)


@icarus
def test_sums_of_shifts_equal_the_model(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    kinds = product((1, 2, 3), ARITHMETICS, Symmetry)
    specs = [fixed_spec(rng, shift_terms=k, arithmetic=how, symmetry=symmetry) for k, how, symmetry in kinds]
    check(designs([random_unit(rng, spec, 7) for spec in specs]), tmp_path)


@icarus
@pytest.mark.parametrize("pieces", [1, 2, 3, 5, 17, 33, 64])
def test_units_of_any_number_of_pieces_equal_the_model(pieces: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(pieces)
    spec = UnitSpec(input=FixedPoint(4, 5), slope=FixedPoint(3, 5), intercept=FixedPoint(4, 7), output=FixedPoint(4, 5))
    check(designs([random_unit(rng, spec, pieces)] * 4), tmp_path)


@icarus
def test_formats_without_sign_and_with_other_fractions(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    names = [
        ("uq0.8", "q2.6", "q2.6", "uq1.7"),
        ("uq0.8", "uq2.6", "uq2.6", "uq1.7"),
        ("q4.4", "uq1.3", "q1.3", "q1.12"),  # a sum of fewer fraction bits than the output
        ("q8.-1", "q4.0", "q9.-2", "q12.-3"),
        ("uq8.0", "q-2.8", "q-1.9", "uq-1.8"),
        ("q-3.9", "q7.0", "q1.6", "q2.6"),
    ]
    units = []
    for rounding in Rounding:
        for four in names:
            input_, slope, intercept, output = (parse_format(name) for name in four)
            spec = UnitSpec(input=input_, slope=slope, intercept=intercept, output=output, rounding=rounding)
            units.append(random_unit(rng, spec, 6))
    check(designs(units), tmp_path)


@icarus
def test_random_units_in_fixed_point(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    check(designs([random_unit(rng, fixed_spec(rng)) for _ in range(160)]), tmp_path)


@icarus
def test_random_units_in_small_floats(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    names = ("fp8_e4m3", "fp8_e5m2", "e2m1", "e3m4fn")
    check(designs([random_unit(rng, float_spec(rng, names[k % 4])) for k in range(40)]), tmp_path)


@icarus
@pytest.mark.parametrize(
    ("name", "function", "symmetry", "arithmetic"),
    [
        ("fp16", "silu", Symmetry.NONE, "fused"),
        ("fp16", "tanh", Symmetry.ODD, "fused"),
        ("fp16", "tanh", Symmetry.ODD, "separate"),
        ("bf16", "gelu", Symmetry.NONE, "separate"),
        ("bf16", "sigmoid", Symmetry.NONE, "fused"),
        ("fp16", "silu", Symmetry.GATED, "fused"),
        ("bf16", "sigmoid", Symmetry.COMPLEMENTARY, "fused"),
    ],
)
def test_searched_units_in_floats(
    name: str, function: str, symmetry: Symmetry, arithmetic: Any, tmp_path: Path
) -> None:
    format_ = parse_format(name)
    spec = UnitSpec(
        input=format_,
        slope=format_,
        intercept=format_,
        output=format_,
        rounding=Rounding.NEAREST_EVEN,
        symmetry=symmetry,
        arithmetic=arithmetic,
    )
    check([design(searched_unit(function, 8, spec))], tmp_path)


@icarus
@pytest.mark.parametrize("symmetry", Symmetry)
def test_wide_formats_equal_the_model(symmetry: Symmetry, tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    units = []
    for arithmetic in ARITHMETICS:
        spec = UnitSpec(
            input=Q12_20,
            slope=FixedPoint(8, 24),
            intercept=FixedPoint(4, 28),
            output=FixedPoint(20, 12),
            arithmetic=arithmetic,
            symmetry=symmetry,
            rounding=Rounding.NEAREST_EVEN,
        )
        thresholds = np.unique(rng.integers(Q12_20.lowest if symmetry is Symmetry.NONE else 0, -Q12_20.lowest, 9))
        slopes = rng.integers(-(1 << 31), 1 << 31, thresholds.size + 1)
        intercepts = rng.integers(-(1 << 31), 1 << 31, thresholds.size + 1)
        units.append(Unit(spec=spec, thresholds=thresholds, slopes=slopes, intercepts=intercepts))
    beside = [unit.thresholds + step for unit in units for step in (-1, 0)]
    codes = np.concatenate([rng.integers(Q12_20.lowest, Q12_20.highest + 1, 2000), *beside, [0, Q12_20.highest]])
    codes = np.unique(np.clip(np.concatenate([codes, -codes, [Q12_20.lowest]]), Q12_20.lowest, Q12_20.highest))
    made = designs(units)
    got = simulate(made, [Q12_20.pattern(codes)] * len(made), tmp_path)
    for unit, result in zip(units, got, strict=True):
        np.testing.assert_array_equal(result, unit.spec.output.pattern(unit(codes)))


def test_the_comment_tells_what_it_is() -> None:
    note = ("range -8 8, maximum error 0.0012", "pwlact export runs/first --to verilog\nsecond line \x1b")
    unit = searched_q4_12("silu", 16)
    made = Design(units=(unit,), functions=("silu",), name="silu_unit", latency=2, note=note)
    head = unit_verilog(made).split("`default_nettype none")[0]
    assert all(line.startswith("//") for line in head.splitlines())
    for word in ("silu", "q4.12", unit.spec.slope.name, unit.spec.intercept.name, "nearest_up", "saturate", "fused"):
        assert word in head
    for word in ("comparators", "2 clocks", "maximum error 0.0012", "pwlact export", "second line"):
        assert word in head


def test_every_piece_has_its_numbers_in_a_comment() -> None:
    unit = searched_q4_12("silu", 16)
    text = unit_verilog(design(unit))
    for k in range(unit.pieces):
        assert f"slope {float(unit.spec.slope.decode(unit.slopes[k]))!r}" in text
        assert f"intercept {float(unit.spec.intercept.decode(unit.intercepts[k]))!r}" in text
    for threshold in unit.thresholds:
        assert f"x >= {float(Q4_12.decode(threshold))!r}" in text


def test_a_unit_is_as_small_as_its_codes_allow() -> None:
    spec = UnitSpec(input=Q4_12, slope=FixedPoint(4, 12), intercept=FixedPoint(4, 12), output=Q4_12)
    level = Unit(spec=spec, thresholds=np.array([0]), slopes=np.array([0, 0]), intercepts=np.array([0, 4096]))
    text = unit_verilog(design(level))
    assert "product" not in text.split("module pwl")[1]  # no slope, no multiplier
    assert "?" not in text.split("module pwl")[1]  # nothing to saturate
    ramp = Unit(spec=spec, thresholds=np.array([0]), slopes=np.array([0, 4096]), intercepts=np.array([0, 0]))
    text = unit_verilog(design(ramp))
    assert "wire slope = index;" in text  # zero or one, times what all slopes are multiples of
    assert "intercept" not in text.split("module pwl")[1].split("// 5")[0].replace("// slope", "")
