"""Units in floats, against exact fractions, NumPy's float16 and ml_dtypes' bfloat16."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import ml_dtypes
import numpy as np
import pytest
from datapath.oracle import float_output, same_float
from random_units import spec_of, with_reflections

from pwlact.datapath import Unit, UnitSpec
from pwlact.datapath.spec import FUSED_FLOATS
from pwlact.formats import FloatFormat, Overflow, Rounding
from pwlact.functions import Symmetry

Codes = np.ndarray[Any, np.dtype[np.int64]]

SMALL = ("fp8_e4m3", "fp8_e5m2", "e3m2", "e2m1", "e4m3", "e3m2fn", "e2m5")
OVERFLOWS = (Overflow.SATURATE, Overflow.INFINITE)


def random_unit(spec: UnitSpec, generator: np.random.Generator, pieces: int = 8) -> Unit:
    """Return a unit of any codes, NaN and infinities among them, cut anywhere."""
    bits = spec.input.bits
    low = 0 if spec.symmetry is not Symmetry.NONE else -(1 << (bits - 1))
    thresholds = np.sort(generator.choice((1 << (bits - 1)) - low, pieces - 1, replace=False)) + low
    slopes, intercepts = generator.integers(0, 1 << bits, (2, pieces))
    slopes[generator.integers(pieces)] = generator.integers(2) << (bits - 1)  # a level piece
    slopes, intercepts = with_reflections(spec, slopes, intercepts)
    return Unit(spec=spec, thresholds=thresholds, slopes=slopes, intercepts=intercepts)


@pytest.mark.parametrize("symmetry", Symmetry, ids=lambda symmetry: symmetry.value)
@pytest.mark.parametrize("overflow", OVERFLOWS, ids=lambda mode: mode.value)
@pytest.mark.parametrize("rounding", Rounding, ids=lambda rounding: rounding.value)
def test_computes_what_fractions_do_on_every_code(rounding: Rounding, overflow: Overflow, symmetry: Symmetry) -> None:
    generator = np.random.default_rng(7)
    for name in SMALL:
        for arithmetic in ("fused",) if symmetry in FUSED_FLOATS else ("fused", "separate"):
            spec = spec_of(name, rounding=rounding, overflow=overflow, arithmetic=arithmetic, symmetry=symmetry)
            unit = random_unit(spec, generator, pieces=min(12, 1 << (spec.input.bits - 1)))
            _check(unit, spec.input.codes())


@pytest.mark.parametrize("name", ["fp16", "bf16", "e6m9"])
@pytest.mark.parametrize("arithmetic", ["fused", "separate"])
@pytest.mark.parametrize("rounding", Rounding, ids=lambda rounding: rounding.value)
def test_rounds_wide_floats_once(name: str, arithmetic: str, rounding: Rounding) -> None:
    """Any sums, and ones that lie next to a tie or a value, where rounding twice would tell."""
    spec = spec_of(name, rounding=rounding, overflow=Overflow.INFINITE, arithmetic=arithmetic)
    generator = np.random.default_rng(11)
    for _ in range(20):
        unit = random_unit(spec, generator, pieces=16)
        _check(unit, generator.integers(0, 1 << spec.input.bits, 10))
    _check(_tiny_intercepts(spec, generator), generator.integers(0, 1 << spec.input.bits, 200))


def _tiny_intercepts(spec: UnitSpec, generator: np.random.Generator) -> Unit:
    """Return a unit whose intercepts are far below its products."""
    format_ = spec.input
    assert isinstance(format_, FloatFormat)
    one = format_.bias << format_.mantissa
    thresholds = np.sort(generator.choice(1 << (format_.bits - 1), 15, replace=False))
    slopes = one + generator.integers(0, 1 << format_.mantissa, 16)
    tiny = generator.integers(1, 1 << (format_.mantissa + 1), 16)
    return Unit(
        spec=spec,
        thresholds=thresholds,
        slopes=slopes,
        intercepts=tiny | (generator.integers(0, 2, 16) << format_.bits - 1),
    )


@pytest.mark.parametrize("arithmetic", ["fused", "separate"])
def test_rounds_single_precision_once(arithmetic: str) -> None:
    spec = spec_of("e8m23", rounding=Rounding.NEAREST_EVEN, overflow=Overflow.INFINITE, arithmetic=arithmetic)
    generator = np.random.default_rng(3)
    for unit in (random_unit(spec, generator, pieces=64), _tiny_intercepts(spec, generator)):
        codes = generator.integers(0, 1 << 32, 2000)
        k = unit.piece(codes)
        x, slope, intercept = (_single(each) for each in (codes, unit.slopes[k], unit.intercepts[k]))
        found = _single(unit(codes))
        with np.errstate(all="ignore"):
            wanted = slope * x + intercept
        plain = ~((slope == 0) & np.isinf(x))
        if arithmetic == "fused":
            plain &= np.isfinite(found) & np.isfinite(wanted)
            exact = [Fraction(float(s)) * Fraction(float(v)) for s, v in zip(slope[plain], x[plain], strict=True)]
            sums = [p + Fraction(float(c)) for p, c in zip(exact, intercept[plain], strict=True)]
            wanted[plain] = [_nearest_single(total) for total in sums]
            np.testing.assert_array_equal(found[plain], wanted[plain])
        else:
            _same(found[plain], wanted[plain])


def _nearest_single(total: Fraction) -> Any:
    """Return the single next to a fraction, of two as near the even one."""
    about = np.float32(float(total))
    near = (about, np.nextafter(about, np.float32(np.inf)), np.nextafter(about, np.float32(-np.inf)))
    return min(near, key=lambda one: (abs(Fraction(float(one)) - total), int(one.view(np.uint32)) & 1))


def _single(codes: Codes) -> Any:
    return codes.astype(np.uint32).view(np.float32)


def _check(unit: Unit, codes: Codes) -> None:
    format_ = unit.spec.output
    assert isinstance(format_, FloatFormat)
    for code, output in zip(codes.tolist(), unit(codes).tolist(), strict=True):
        wanted = float_output(unit, code)
        assert same_float(format_, output, wanted), (unit, code, output, wanted)


def _same(found: Any, wanted: Any) -> None:
    """Compare floats bit for bit, NaNs as one."""
    np.testing.assert_array_equal(found, wanted)
    number = ~np.isnan(wanted)
    np.testing.assert_array_equal(np.signbit(found)[number], np.signbit(wanted)[number])


@pytest.mark.parametrize(("name", "dtype"), [("fp16", np.float16), ("bf16", ml_dtypes.bfloat16)])
def test_multiplies_and_adds_as_numpy_does_on_every_code(name: str, dtype: Any) -> None:
    spec = spec_of(name, rounding=Rounding.NEAREST_EVEN, overflow=Overflow.INFINITE, arithmetic="separate")
    generator = np.random.default_rng(5)
    codes = spec.input.codes()
    for _ in range(4):
        unit = random_unit(spec, generator, pieces=64)
        k = unit.piece(codes)
        x, slope, intercept = (
            each.astype(np.uint16).view(dtype) for each in (codes, unit.slopes[k], unit.intercepts[k])
        )
        with np.errstate(all="ignore"):
            wanted = slope * x + intercept
            level = (slope == 0) & np.isinf(x)
        found = unit(codes).astype(np.uint16).view(dtype)
        _same(found[~level].astype(np.float64), wanted[~level].astype(np.float64))


@pytest.mark.parametrize("overflow", OVERFLOWS, ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", ["fp16", "bf16", "fp8_e5m2"])
def test_tails_of_sigmoid_and_silu_hold_at_infinity(name: str, overflow: Overflow) -> None:
    spec = spec_of(name, rounding=Rounding.NEAREST_EVEN, overflow=overflow)
    format_ = spec.input
    assert isinstance(format_, FloatFormat)
    infinity, nan = format_.infinity, format_.nan
    minus = infinity | (1 << (format_.bits - 1))
    one, zero = (int(code) for code in format_.encode(np.array([1.0, 0.0])))
    sigmoid = Unit(spec=spec, thresholds=[0], slopes=[zero, zero], intercepts=[zero, one])
    assert sigmoid([minus, infinity]).tolist() == [zero, one]
    silu = Unit(spec=spec, thresholds=[0], slopes=[zero, one], intercepts=[zero, zero])
    assert silu([minus, infinity]).tolist() == [zero, infinity]
    for unit in (sigmoid, silu):
        assert np.isnan(format_.decode(unit([nan, nan | (1 << (format_.bits - 1))]))).all()


@pytest.mark.parametrize("rounding", Rounding, ids=lambda rounding: rounding.value)
@pytest.mark.parametrize("arithmetic", ["fused", "separate"])
def test_a_mirrored_table_is_odd_or_even_to_the_bit(arithmetic: str, rounding: Rounding) -> None:
    generator = np.random.default_rng(2)
    for symmetry in (Symmetry.ODD, Symmetry.EVEN):
        spec = spec_of("fp16", rounding=rounding, arithmetic=arithmetic, symmetry=symmetry)
        unit = random_unit(spec, generator)
        codes = np.arange(1 << 15)
        right, left = unit(codes), unit(codes | (1 << 15))
        number = ~np.isnan(spec.output.decode(right))
        flipped = right ^ (1 << 15) if symmetry is Symmetry.ODD else right
        np.testing.assert_array_equal(left[number], flipped[number])
