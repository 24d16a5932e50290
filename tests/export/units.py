"""Units of every kind, drawn at random, and sources that hold them."""

from __future__ import annotations

import dataclasses
import struct
from collections.abc import Iterator
from itertools import cycle, product
from typing import Any

import numpy as np
from random_units import begins_octave, float_mirrors, with_reflections

from pwlact import functions
from pwlact.datapath import Unit, UnitSpec, fewest_terms, order_key_limits
from pwlact.export import Source
from pwlact.formats import FixedPoint, FloatFormat, Format, Overflow, Rounding, parse_format
from pwlact.functions import Symmetry
from pwlact.pwl import make_pwl
from pwlact.rtl import Design

Codes = np.ndarray[Any, np.dtype[np.int64]]

NOTE = ("silu, 16 segments, max error 0.0001", "made by: pwlact search silu --format q4.12", "ends in a backslash \\")

# input, slope, intercept, output: wide and narrow, all fraction, no fraction, without sign
SHAPES = (
    ("q4.12", "q2.12", "q4.16", "q4.12"),
    ("q3.5", "q2.6", "q4.8", "q3.5"),
    ("q4.8", "q-1.12", "q1.11", "q0.12"),
    ("uq4.8", "uq0.9", "q3.9", "q4.10"),
    ("q6.4", "q3.3", "q12.-4", "q8.-2"),
    ("q2.12", "q1.15", "q2.6", "uq0.16"),
    ("uq0.12", "q4.4", "uq4.12", "uq4.4"),
    ("q12.-4", "q-2.10", "q6.2", "q10.4"),
    ("q1.7", "q2.28", "q4.20", "q2.30"),
    ("q8.8", "q8.8", "q16.16", "q8.8"),
)
SYMMETRIES = (Symmetry.NONE, Symmetry.ODD, Symmetry.EVEN, Symmetry.COMPLEMENTARY, Symmetry.GATED)
FLOATS = ("fp16", "bf16", "fp8_e4m3", "fp8_e5m2", "e6m9", "e3m4fn")


def fixed_units() -> Iterator[Unit]:
    """Yield units in fixed point: every rounding, overflow and arithmetic; the rest in turn."""
    rng = np.random.default_rng(4)
    shapes, symmetries, addresses = cycle(SHAPES), cycle(SYMMETRIES), cycle((None, None, 6, 4, None, 1))
    terms = cycle((0, 0, 2, 0, 3, 0, 0))
    octaves = cycle((None, None, None, 2, None, None, 0))
    for _ in range(3):
        for rounding, overflow, arithmetic in product(
            Rounding, (Overflow.SATURATE, Overflow.WRAP), ("fused", "separate")
        ):
            formats = dict(zip(("input", "slope", "intercept", "output"), map(parse_format, next(shapes)), strict=True))
            spec = UnitSpec(
                **formats,
                rounding=rounding,
                overflow=overflow,
                arithmetic=arithmetic,
                address_bits=next(addresses),
                shift_terms=next(terms),
                symmetry=next(symmetries),
            )
            mantissa_bits = next(octaves)
            if mantissa_bits is not None:
                base = 0 if spec.mirrored else 5
                spec = dataclasses.replace(spec, address_bits=None, mantissa_bits=mantissa_bits, base=base)
            yield random_unit(spec, rng)


def floating_units(names: tuple[str, ...] = FLOATS) -> Iterator[Unit]:
    """Yield units in floats: every rounding, overflow and arithmetic with each format."""
    rng = np.random.default_rng(5)
    symmetries = {arithmetic: cycle(float_mirrors(arithmetic)) for arithmetic in ("fused", "separate")}
    addresses = cycle((None, None, 5, None))
    for name in names:
        for rounding, overflow, arithmetic in product(
            Rounding, (Overflow.SATURATE, Overflow.INFINITE), ("fused", "separate")
        ):
            format_ = parse_format(name)
            spec = UnitSpec(
                input=format_,
                slope=format_,
                intercept=format_,
                output=format_,
                rounding=rounding,
                overflow=overflow,
                arithmetic=arithmetic,
                address_bits=next(addresses),
                symmetry=next(symmetries[arithmetic]),
            )
            yield random_unit(spec, rng)


def random_unit(spec: UnitSpec, rng: np.random.Generator, max_thresholds: int = 20) -> Unit:
    """Return a unit with random pieces, some of which no input reaches."""
    empty = Unit(spec=spec, thresholds=np.empty(0), slopes=np.zeros(1), intercepts=np.zeros(1))
    low, high = order_key_limits(empty.spec)
    slack, address_shift = (high - low) // 8, spec.address_shift
    drawn = rng.integers(low - slack, high + slack, rng.integers(0, max_thresholds), endpoint=True)
    thresholds = np.unique(drawn >> address_shift << address_shift)
    if spec.mantissa_bits is not None:
        thresholds = thresholds[[begins_octave(spec, key) for key in thresholds.tolist()]]
    slopes = _coefficients(spec.slope, thresholds.size + 1, rng, spec.shift_terms)
    intercepts = _coefficients(spec.intercept, thresholds.size + 1, rng, 0)
    slopes, intercepts = with_reflections(spec, slopes, intercepts)
    return Unit(spec=spec, thresholds=thresholds, slopes=slopes, intercepts=intercepts)


def _coefficients(format_: Format, count: int, rng: np.random.Generator, terms: int) -> Codes:
    """Return codes of all sizes, the extremes among them."""
    if isinstance(format_, FloatFormat):
        codes = rng.integers(0, 1 << format_.bits, count)
        usual = format_.encode(rng.normal(size=count), overflow=Overflow.SATURATE)
        special = np.array([0, 1 << (format_.bits - 1), format_.infinity, format_.nan, 1])
        return np.where(
            rng.random(count) < 0.2, rng.choice(special, count), np.where(rng.random(count) < 0.5, codes, usual)
        )
    assert isinstance(format_, FixedPoint)
    codes = rng.integers(format_.lowest, format_.highest, count, endpoint=True)
    codes >>= rng.integers(0, format_.bits, count)
    codes = np.where(rng.random(count) < 0.1, rng.choice([format_.lowest, format_.highest], count), codes)
    return np.where(fewest_terms(codes) <= terms, codes, codes & -codes & format_.highest) if terms else codes


def every_code(format_: Format, max_codes: int = 1 << 16) -> Codes:
    """Return every code of a format, or many of them and the ends."""
    if format_.bits <= 16:
        return format_.codes()
    rng = np.random.default_rng(6)
    patterns = rng.integers(0, 1 << format_.bits, max_codes)
    return np.asarray(format_.from_pattern(np.append(patterns, [0, (1 << format_.bits) - 1, 1 << (format_.bits - 1)])))


def silu_unit() -> Unit:
    """Return a plain unit in q4.12, of lines through silu."""
    q = FixedPoint(4, 12)
    spec = UnitSpec(input=q, output=q, slope=FixedPoint(2, 12), intercept=FixedPoint(4, 16))
    silu = functions.get("silu")
    starts = np.linspace(-8.0, 8.0, 17)
    slopes = np.diff(silu(starts)) / 1.0
    return Unit(
        spec=spec,
        thresholds=q.encode(starts[1:-1]),
        slopes=spec.slope.encode(slopes),
        intercepts=spec.intercept.encode(silu(starts[:-1]) - slopes * starts[:-1]),
    )


def source_of(unit: Unit | None, name: str = "silu", note: tuple[str, ...] = NOTE, **more: Any) -> Source:
    """Return a source around a unit."""
    silu = functions.get("silu")
    breakpoints = np.array([-8.0, -2.3, 0.1, 3.7, 8.0])
    pwl = make_pwl(silu, breakpoints, silu(breakpoints))
    units = () if unit is None else (unit,)
    design = Design(units=units, functions=("silu",), name=f"pwl_{name}", note=note) if units else None
    return Source(
        activation=silu, pwl=pwl, unit=unit, interval=(-8.0, 8.0), name=name, note=note, design=design, **more
    )


def bits_of(values: object) -> list[bytes]:
    """Return the bits of numbers, or of their text; NaNs are alike."""
    numbers = [float(value) for value in values]  # type: ignore[attr-defined]
    return [struct.pack("<d", np.nan if np.isnan(number) else number) for number in numbers]
