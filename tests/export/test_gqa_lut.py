"""GQA-LUT's JSON: its layer, restated, computes the unit on every input, and other reading rules agree."""

from __future__ import annotations

import dataclasses
import json
from itertools import cycle
from typing import Any

import numpy as np
import pytest
from consumers.gqa_lut import layer
from export.units import SYMMETRIES, floating_units, random_unit, silu_unit, source_of

from pwlact import functions
from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import FormatError
from pwlact.export import TARGETS, Source
from pwlact.formats import FixedPoint, Overflow, parse_format
from pwlact.functions import Symmetry


def tables_of(unit: Unit) -> dict[str, Any]:
    ((_, text),) = TARGETS["gqa_lut"].files(source_of(unit)).items()
    return json.loads(text)["silu"]


def lines(unit: Unit, codes: Any) -> Any:
    """Return the unit's real numbers before rounding and overflow, from its pieces."""
    spec, k = unit.spec, unit.piece(codes)
    x = spec.input.decode(codes)
    size = np.abs(x) if spec.symmetry is not Symmetry.NONE else x
    y = spec.slope.decode(unit.slopes)[k] * size + spec.intercept.decode(unit.intercepts)[k]
    return y if spec.symmetry is Symmetry.NONE else np.where(x < 0, spec.symmetry.reflect(size, y), y)


def wide_unit(symmetry: Symmetry, name: str, rng: np.random.Generator) -> Unit:
    """Return a unit of random pieces whose output holds every sum."""
    q, fine = parse_format(name), FixedPoint(2, 6)
    spec = UnitSpec(input=q, slope=fine, intercept=FixedPoint(4, 8), output=FixedPoint(14, 18), symmetry=symmetry)
    return random_unit(spec, rng)


@pytest.mark.parametrize("symmetry", SYMMETRIES)
@pytest.mark.parametrize("name", ["q2.6", "q4.12", "q8.0", "q6.3", "uq4.4"])
def test_every_input_of_every_scale(symmetry: Symmetry, name: str) -> None:
    """Both rules for an input that equals a breakpoint give the unit's piece."""
    q, rng = parse_format(name), np.random.default_rng(3)
    assert isinstance(q, FixedPoint)
    for _ in range(5):
        unit = wide_unit(symmetry, name, rng)
        tables = tables_of(unit)
        assert list(tables) == [str(n) for n in range(max(q.fraction, 6) + 1)]
        for n, table in tables.items():
            codes = q.codes()
            codes = codes[codes % (1 << max(q.fraction - int(n), 0)) == 0]  # the inputs that are multiples of 2**-n
            x = q.decode(codes)
            breakpoints = np.array(table["breakpoints"])
            assert np.all(breakpoints * 2.0 ** int(n) % 1.0 == 0.5)
            assert np.all(np.diff(breakpoints) >= 0)
            k = np.digitize(x, breakpoints)
            assert np.array_equal(k, np.digitize(x, breakpoints, right=True))
            y = np.array(table["slopes"])[k] * x + np.array(table["intercepts"])[k]
            assert np.array_equal(y, lines(unit, codes))


@pytest.mark.parametrize("symmetry", SYMMETRIES)
@pytest.mark.parametrize("name", ["q2.6", "q8.0", "q6.3", "q4.4", "q4.12"])
def test_its_layer_computes_the_unit_on_every_int8_code(symmetry: Symmetry, name: str) -> None:
    q, rng = parse_format(name), np.random.default_rng(5)
    assert isinstance(q, FixedPoint)
    for _ in range(5):
        unit = wide_unit(symmetry, name, rng)
        tables, decimal_bit = tables_of(unit), max(q.fraction, 6)
        for n in range(decimal_bit + 1):
            x = np.arange(-128, 128)
            codes = x * 2.0 ** (q.fraction - n)
            held = (codes % 1.0 == 0.0) & (codes >= q.lowest) & (codes <= q.highest)
            _, y = layer(tables, x[held], 2.0**-n, decimal_bit)
            assert np.array_equal(unit.spec.output.encode(y), unit(codes[held].astype(np.int64)))


@pytest.mark.parametrize("n", range(13))
def test_a_breakpoint_of_any_size_reads_alike_under_both_rules(n: int) -> None:
    begins = np.random.default_rng(n).uniform(-8.0, 8.0, 200)
    x = np.arange(-(8 << n), 8 << n) / 2.0**n
    breakpoints = (np.ceil(begins * 2.0**n) - 0.5) / 2.0**n
    wanted = (x[:, None] >= begins).sum(axis=1)
    for side in ("left", "right"):
        assert np.array_equal(np.searchsorted(np.sort(breakpoints), x, side=side), wanted)


def test_a_unit_that_relies_on_saturation_is_refused_with_the_code_where_it_does() -> None:
    """One line, which the output's format makes a clipped one."""
    q = FixedPoint(4, 4)
    clipped = functions.from_expression("min(max(x / 4, -1), 1)", interval=(-8.0, 8.0))
    spec = UnitSpec(input=q, slope=q, intercept=q, output=FixedPoint(1, 7))
    unit = Unit(spec=spec, thresholds=[], slopes=[4], intercepts=[0])
    source = dataclasses.replace(source_of(unit), activation=clipped)
    message = r"rely on q1\.7 to saturate, .* got -2 at input code -128; for --unit\.output, q2\.7 would do"
    with pytest.raises(FormatError, match=message):
        TARGETS["gqa_lut"].files(source)
    whole = Unit(spec=dataclasses.replace(spec, output=q), thresholds=[], slopes=[4], intercepts=[0])
    assert TARGETS["gqa_lut"].files(dataclasses.replace(source, unit=whole))


@pytest.mark.parametrize("overflow", [Overflow.SATURATE, Overflow.WRAP])
def test_a_unit_whose_lines_are_near_the_function_is_exported_with_a_warning(overflow: Overflow) -> None:
    """The format ends at 255/256, and the function at 1."""
    q = FixedPoint(4, 4)
    spec = UnitSpec(input=q, slope=q, intercept=q, output=FixedPoint(0, 8, signed=False), overflow=overflow)
    unit = Unit(spec=spec, thresholds=[-64, 64], slopes=[0, 2, 0], intercepts=[0, 8, 16])
    ramp = functions.from_expression("min(max(x / 8 + 0.5, 0), 1)", interval=(-8.0, 8.0))
    ((_, text),) = TARGETS["gqa_lut"].files(dataclasses.replace(source_of(unit), activation=ramp)).items()
    said = "at 64 of 256 input codes the unit overflows; the layer gives 1 to 1 there, near the function"
    assert said in json.loads(text)["note"]


def test_a_note_says_which_functions_and_which_decimal_bit_the_layer_takes() -> None:
    ((_, text),) = TARGETS["gqa_lut"].files(source_of(silu_unit())).items()
    note = json.loads(text)["note"]
    assert "for GQA-LUT's layer, whose functions are gelu, hswish, sigmoid, exp; give it decimal_bit=12" in note
    assert "the layer has no function silu: add it to the layer's act_funcs" in note


def test_functions_have_gqa_luts_names() -> None:
    source, unit = source_of(None), silu_unit()
    for name, key in zip(("hardswish", "gelu"), cycle(("hswish", "gelu"))):
        other = Source(
            activation=functions.get(name), pwl=source.pwl, unit=unit, interval=(-8.0, 8.0), name=name, note=("a",)
        )
        ((file, text),) = TARGETS["gqa_lut"].files(other).items()
        assert file == f"{name}_pwl_15.json"
        assert list(json.loads(text)) == [key, "note"]


def test_floats_are_refused() -> None:
    with pytest.raises(FormatError, match="target gqa_lut is in fixed point, got bf16"):
        TARGETS["gqa_lut"].files(source_of(next(floating_units(("bf16",)))))
