"""Random units of every kind, from a seed; not approximations of anything."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from pwlact.datapath import Unit, UnitSpec, fewest_terms
from pwlact.datapath.reflection import has_reflection, reflected_codes
from pwlact.datapath.spec import FUSED_FLOATS
from pwlact.formats import FixedPoint, FloatFormat, Overflow, Rounding, parse_format
from pwlact.functions import Symmetry

Codes = np.ndarray[Any, np.dtype[np.int64]]

PIECES = (1, 2, 3, 4, 7, 8, 12)


def pick(rng: np.random.Generator, choices: Any) -> Any:
    """Return one of some things, as it is."""
    choices = list(choices)
    return choices[int(rng.integers(len(choices)))]


def fixed_format(rng: np.random.Generator, min_bits: int, max_bits: int) -> FixedPoint:
    """Return a format of `min_bits` to `max_bits` bits, its binary point within them or beside."""
    bits = int(rng.integers(min_bits, max_bits + 1))
    fraction = int(rng.integers(-2, bits + 3))
    return FixedPoint(bits - fraction, fraction, signed=bool(rng.integers(2)))


def fixed_spec(rng: np.random.Generator, **given: Any) -> UnitSpec:
    """Return a spec of formats of 4 to 10 bits."""
    input_ = fixed_format(rng, 4, 8)
    spec: dict[str, Any] = {
        "input": input_,
        "slope": fixed_format(rng, 4, 8),
        "intercept": fixed_format(rng, 4, 10),
        "output": fixed_format(rng, 4, 9),
        "rounding": pick(rng, Rounding),
        "overflow": pick(rng, (Overflow.SATURATE, Overflow.WRAP)),
        "arithmetic": pick(rng, ("fused", "separate")),
        "address_bits": pick(rng, (None, int(rng.integers(1, input_.bits + 1)))),
        "shift_terms": pick(rng, (0, 0, 0, 1, 2, 3)),
        "symmetry": pick(rng, Symmetry),
    }
    if "address_bits" not in given and rng.integers(4) == 0:
        low = 0 if {**spec, **given}["symmetry"] is not Symmetry.NONE else input_.lowest
        base = pick(rng, (0, int(rng.integers(low, input_.highest + 1))))
        spec |= {"address_bits": None, "mantissa_bits": int(rng.integers(0, 4)), "base": base}
    return UnitSpec(**{**spec, **given})


def float_spec(rng: np.random.Generator, name: str, **given: Any) -> UnitSpec:
    """Return a spec in one float."""
    format_ = parse_format(name)
    fused = given.get("symmetry") in FUSED_FLOATS
    arithmetic = given.get("arithmetic", "fused" if fused else pick(rng, ("fused", "separate")))
    spec: dict[str, Any] = {
        "rounding": pick(rng, Rounding),
        "overflow": pick(rng, (Overflow.SATURATE, Overflow.INFINITE)),
        "arithmetic": arithmetic,
        "address_bits": pick(rng, (None, int(rng.integers(1, format_.bits + 1)))),
        "symmetry": pick(rng, float_mirrors(arithmetic)),
    }
    return UnitSpec(input=format_, slope=format_, intercept=format_, output=format_, **{**spec, **given})


def float_mirrors(arithmetic: str) -> list[Symmetry]:
    """Return the symmetries, none among them, that a unit in floats may have."""
    return [each for each in Symmetry if arithmetic == "fused" or each not in FUSED_FLOATS]


def spec_of(name: str, **settings: Any) -> UnitSpec:
    """Return the spec of a unit whose formats are all one."""
    return UnitSpec(**{**dict.fromkeys(("input", "slope", "intercept", "output"), parse_format(name)), **settings})


def random_unit(rng: np.random.Generator, spec: UnitSpec, pieces: int | None = None) -> Unit:
    """Return a unit with thresholds anywhere, also beyond all order keys, and any coefficients, some alike."""
    pieces = pick(rng, PIECES) if pieces is None else pieces
    low, high = order_keys(spec)
    step = 1 << spec.address_shift
    allowed = np.arange(-(-(low - 2) // step) * step, high + 3, step)
    if spec.mantissa_bits is not None:
        allowed = np.array([key for key in allowed.tolist() if begins_octave(spec, key)])
    thresholds = np.sort(rng.choice(allowed, min(pieces - 1, allowed.size), replace=False))
    slopes, intercepts = spec.slope.codes(), spec.intercept.codes()
    if spec.shift_terms:
        slopes = slopes[fewest_terms(slopes) <= spec.shift_terms]
    if rng.integers(6) == 0:
        slopes = pick(rng, (slopes[-2:], np.zeros(1, dtype=np.int64)))
    if rng.integers(6) == 0:
        intercepts = intercepts[:1]
    chosen = (rng.choice(codes, thresholds.size + 1) for codes in (slopes, intercepts))
    slopes, intercepts = with_reflections(spec, *chosen)
    return Unit(spec=spec, thresholds=thresholds, slopes=slopes, intercepts=intercepts)


def begins_octave(spec: UnitSpec, order_key: int) -> bool:
    """Tell whether a piece may begin at a distance of 0 or j * 2**k from the base, with at most m + 1 bits in j."""
    distance, m = abs(order_key - spec.base), spec.mantissa_bits
    assert m is not None
    return distance % (1 << max(distance.bit_length() - 1 - m, 0)) == 0


def with_reflections(spec: UnitSpec, slopes: Codes, intercepts: Codes) -> tuple[Codes, Codes]:
    """Return coefficients whose reflected lines the formats hold: those given, their reflections, or zero."""
    if spec.fixed:
        return slopes, intercepts
    for line in ((slopes, intercepts), reflected_codes(spec, slopes, intercepts)):
        fits = has_reflection(spec, spec.slope.decode(line[0]), spec.intercept.decode(line[1]))
        slopes, intercepts = np.where(fits, line, (slopes, intercepts))
    fits = has_reflection(spec, spec.slope.decode(slopes), spec.intercept.decode(intercepts))
    return slopes * fits, intercepts * fits


def unit_q412(rng: np.random.Generator, pieces: int = 12, **given: object) -> Unit:
    """Return a random unit of 16 bits."""
    spec = UnitSpec(
        input=FixedPoint(4, 12),
        output=FixedPoint(4, 12),
        slope=FixedPoint(2, 10),
        intercept=FixedPoint(2, 14),
        **given,  # type: ignore[arg-type]
    )
    return random_unit(rng, spec, pieces)


def order_keys(spec: UnitSpec) -> tuple[int, int]:
    """Return the smallest and the largest order key of the input."""
    mirrored = spec.symmetry is not Symmetry.NONE
    if isinstance(spec.input, FloatFormat):
        half = 1 << (spec.input.bits - 1)
        return (0 if mirrored else -half), half - 1
    low, high = spec.input.lowest, spec.input.highest
    return (0, max(-low, high)) if mirrored else (low, high)


def companions(rng: np.random.Generator, spec: UnitSpec, count: int) -> tuple[Unit, ...]:
    """Return units that may share a design: other integer bits, other mirrors, other numbers of pieces."""
    units = []
    for _ in range(count):
        mine = spec
        if spec.symmetry is not Symmetry.NONE:
            mirrors = list(Symmetry)[1:] if spec.fixed else float_mirrors(spec.arithmetic)[1:]
            mine = dataclasses.replace(mine, symmetry=pick(rng, mirrors))
        if isinstance(spec.slope, FixedPoint):
            wider = dataclasses.replace(spec.slope, integer=spec.slope.integer + int(rng.integers(3)))
            mine = dataclasses.replace(mine, slope=wider)
        units.append(random_unit(rng, mine))
    return tuple(units)
