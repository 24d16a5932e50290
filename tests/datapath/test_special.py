"""What files say of NaN, infinity and overflow holds on every code."""

from __future__ import annotations

import numpy as np
import pytest
from random_units import float_spec, random_unit, spec_of

from pwlact.datapath.reflection import reflected_codes
from pwlact.datapath.special import special_values
from pwlact.formats import FloatFormat, Overflow
from pwlact.functions import Symmetry

NAMES = ("fp16", "bf16", "fp8_e5m2", "fp8_e4m3", "e3m4fn")


@pytest.mark.parametrize("symmetry", Symmetry)
@pytest.mark.parametrize("overflow", [Overflow.SATURATE, Overflow.INFINITE])
@pytest.mark.parametrize("name", NAMES)
def test_sentences_hold_on_every_code(name: str, overflow: Overflow, symmetry: Symmetry) -> None:
    rng = np.random.default_rng(3)
    for _ in range(5):
        unit = random_unit(rng, float_spec(rng, name, overflow=overflow, symmetry=symmetry), 6)
        f, said = unit.spec.input, special_values(unit.spec)
        assert isinstance(f, FloatFormat)
        codes = f.codes()
        x, y = f.decode(codes), f.decode(unit(codes))
        assert set(unit(codes)[np.isnan(x)].tolist()) == {int(said["nan"].split()[-1], 16)}
        k = unit.piece(codes)
        here, below = (unit.slopes, unit.intercepts), reflected_codes(unit.spec, unit.slopes, unit.intercepts)
        lines = zip(here, below, strict=True)
        slopes, intercepts = (np.where(np.signbit(x), f.decode(q)[k], f.decode(p)[k]) for p, q in lines)
        plain = np.isfinite(slopes) & np.isfinite(intercepts)
        flat, steep = (np.isinf(x) & plain & choice for choice in (slopes == 0.0, slopes != 0.0))
        assert np.array_equal(np.abs(y[flat]), np.abs(intercepts[flat]))
        assert np.all(np.isinf(y[steep]))
        assert ("no code is infinite" in said["infinity"]) == (not np.isinf(x).any())
        if overflow is Overflow.SATURATE:
            assert np.all(np.isfinite(y[np.isfinite(x) & plain]))


def test_fp8_e4m3_is_named_as_ocps() -> None:
    said = special_values(spec_of("fp8_e4m3", overflow=Overflow.INFINITE))
    assert said["encoding"].startswith(
        "fp8_e4m3 is OCP's E4M3 (OCP 8-bit Floating Point Specification, revision 1.0): "
    )
    assert said["encoding"].endswith("no infinities, and NaN is 0x7f and 0xff")
    assert said["overflow"] == "a result beyond the largest number, 448, is NaN"
    assert "IEEE 754" in special_values(spec_of("fp8_e5m2"))["encoding"]
    assert special_values(spec_of("e3m4fn"))["encoding"].startswith("e3m4fn is like OCP's E4M3")


def test_fixed_point_has_nothing_special() -> None:
    assert special_values(spec_of("q4.4")) == {}
