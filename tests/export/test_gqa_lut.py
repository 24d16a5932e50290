"""GQA-LUT's JSON: read as its hardware model reads it, it computes the unit's lines."""

from __future__ import annotations

import json
from itertools import cycle
from typing import Any

import numpy as np
import pytest
from export.units import SYMMETRIES, floating_units, random_unit, silu_unit, source_of

from pwlact import functions
from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import FormatError
from pwlact.export import TARGETS, Source
from pwlact.formats import FixedPoint, parse_format
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


@pytest.mark.parametrize("symmetry", SYMMETRIES)
@pytest.mark.parametrize("name", ["q2.6", "q4.12", "q8.0", "q6.3"])
def test_every_input_of_every_scale(symmetry: Symmetry, name: str) -> None:
    q, rng = parse_format(name), np.random.default_rng(3)
    assert isinstance(q, FixedPoint)
    spec = UnitSpec(input=q, slope=FixedPoint(2, 6), intercept=FixedPoint(4, 8), output=q, symmetry=symmetry)
    for _ in range(5):
        unit = random_unit(spec, rng)
        tables = tables_of(unit)
        assert list(tables) == [str(n) for n in range(max(q.fraction, 6) + 1)]
        for n, table in tables.items():
            codes = q.codes()
            codes = codes[codes % (1 << max(q.fraction - int(n), 0)) == 0]  # the inputs that are multiples of 2**-n
            x = q.decode(codes)
            breakpoints = np.array(table["breakpoints"])
            assert np.all(breakpoints * 2.0 ** int(n) == np.floor(breakpoints * 2.0 ** int(n)))
            assert np.all(np.diff(breakpoints) >= 0)
            k = np.digitize(x, breakpoints)
            y = np.array(table["slopes"])[k] * x + np.array(table["intercepts"])[k]
            assert np.array_equal(y, lines(unit, codes))


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
