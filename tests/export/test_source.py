"""Sources: their names, and their units."""

from __future__ import annotations

import re

import numpy as np
import pytest
from export.units import every_code, fixed_units, floating_units, random_unit, silu_unit, source_of

from pwlact import functions
from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import ConfigError, FormatError
from pwlact.export import identifier
from pwlact.export.source import NEGATIVE, about, coded_unit, drop_unreachable, exact_note, fixed_unit
from pwlact.formats import parse_format
from pwlact.functions import Symmetry

SHAPE = ("q3.5", "q2.6", "q4.8", "q12.11")  # input, slope, intercept, output


@pytest.mark.parametrize("name", ["", "9", "a b", "a/b", "../x", "é", "a" * 61, "_", "a\n"])
def test_bad_names_are_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="an export's name is a letter"):
        source_of(None, name)


@pytest.mark.parametrize("text", [*functions.names(), "silu:beta=1.702", "tanh(x)/2", "2*x", "é", "", "x" * 99, "_"])
def test_every_text_makes_an_identifier(text: str) -> None:
    source_of(None, identifier(text))


@pytest.mark.parametrize("unit", [*list(fixed_units())[::6], *list(floating_units())[::9]])
def test_unreachable_pieces_are_dropped_and_outputs_stay(unit: Unit) -> None:
    found = drop_unreachable(unit)
    codes = every_code(unit.spec.input)
    np.testing.assert_array_equal(found(codes), unit(codes))
    assert found.pieces <= unit.pieces
    if unit.spec.input.bits <= 16:
        assert np.unique(found.piece(codes)).tolist() == list(range(found.pieces))


def test_units_that_a_target_cannot_have_are_refused() -> None:
    with pytest.raises(FormatError, match="target c needs a result with codes, got one in real numbers"):
        coded_unit(source_of(None), "c")
    half = next(floating_units(("fp16",)))
    assert coded_unit(source_of(half), "c") is half
    with pytest.raises(FormatError, match=r"target hls is in fixed point, got fp16; .* or export c"):
        fixed_unit(source_of(half), "hls")


@pytest.mark.parametrize("symmetry", NEGATIVE)
def test_notes_say_what_a_table_of_x_without_sign_gives_for_negative_inputs(symmetry: Symmetry) -> None:
    """The output format has all bits of the sum, so that nothing is rounded."""
    formats = dict(zip(("input", "slope", "intercept", "output"), map(parse_format, SHAPE), strict=True))
    rng = np.random.default_rng(7)
    unit = random_unit(UnitSpec(**formats, symmetry=symmetry), rng)
    said = re.search(r"and (.*) for x < 0", about(unit)[2]).group(1).replace("|x|", "x")
    codes = np.arange(unit.spec.input.lowest, 0)
    x, k = -unit.spec.input.decode(codes), unit.piece(codes)
    t = unit.spec.slope.decode(unit.slopes)[k] * x + unit.spec.intercept.decode(unit.intercepts)[k]
    np.testing.assert_array_equal(unit.spec.output.decode(unit(codes)), eval(said, {"T": t, "x": x}))


def test_notes_of_the_function_itself_say_so() -> None:
    assert exact_note(source_of(None))[0] == "silu itself on [-8, 8], not the approximation:"
    assert about(silu_unit()) == [
        "input q4.12, slope q2.12, intercept q4.16, output q4.12",
        "fused, rounding nearest_up, overflow saturate, symmetry none",
    ]
