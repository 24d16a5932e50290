"""Units of many kinds for the cost model to be fitted on: searched and random, drawn from a seed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import numpy as np

from pwlact import functions
from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import InputError
from pwlact.formats import FixedPoint, Overflow, Rounding, parse_format
from pwlact.functions import Symmetry
from pwlact.search.codes.cover import smallest_cover
from pwlact.search.codes.table_rows import build_unit
from pwlact.search.codes.tabulate import code_grid

FUNCTIONS = ("silu", "sigmoid", "tanh", "gelu", "mish", "softplus", "elu", "selu", "softsign", "erf", "exp")
FIXED = ("q4.12", "q4.12", "q4.8", "q5.7", "q4.10", "q4.4", "q3.5")
NARROW = ("q4.4", "q3.5", "q4.3", "q3.4")  # whose products may be too small for a multiplier
FLOATS = ("fp16", "bf16", "fp8_e4m3", "e5m6", "e6m5", "e4m7")
ROUNDINGS = (Rounding.NEAREST_UP, Rounding.NEAREST_UP, Rounding.NEAREST_EVEN, Rounding.DOWN, Rounding.NEAREST_AWAY)
KINDS = {
    "plain": 60,
    "coarse": 15,
    "narrow": 12,
    "random": 30,
    "separate": 12,
    "mirrored": 18,
    "shifts": 18,
    "address": 30,
    "floats": 24,
}
"""How many of each kind."""

Drawn = tuple[str, Unit]


def units(seed: int) -> Iterator[Drawn]:
    """Draw units, each with its kind; the same seed gives the same ones."""
    for kind, count in KINDS.items():
        rng = np.random.default_rng([seed, *kind.encode()])
        found = 0
        while found < count:
            try:
                unit = _random(rng) if kind == "random" else _searched(rng, kind)
            except InputError:  # formats that cannot hold the function: drawn anew
                continue
            found += 1
            yield kind, unit


def _searched(rng: np.random.Generator, kind: str) -> Unit:
    """Search a unit of at most 32 pieces; comparators often get thresholds on a coarse grid."""
    activation = functions.get(str(rng.choice(FUNCTIONS)))
    spec = _float_spec(rng) if kind == "floats" else _fixed_spec(rng, NARROW if kind == "narrow" else FIXED)
    address_shift = int(rng.choice([0, 0, 2, 4, 6]))
    address_bits = spec.input.bits - address_shift if address_shift and spec.fixed else None
    if kind == "separate" or (kind == "mirrored" and rng.random() < 0.3):
        spec = dataclasses.replace(spec, arithmetic="separate")
    if kind == "shifts":
        spec = dataclasses.replace(spec, shift_terms=int(rng.integers(1, 4)))
    if kind in ("address", "coarse"):
        address_bits = int(rng.integers(4, 9 if kind == "address" else 7))
    if kind == "mirrored" or (kind == "floats" and rng.random() < 0.25):
        spec = dataclasses.replace(spec, symmetry=activation.symmetry)
        if spec.symmetry is Symmetry.NONE:
            raise InputError("a mirrored unit needs a symmetric function")
    grid = code_grid(activation, activation.interval, dataclasses.replace(spec, address_bits=address_bits))
    cover = smallest_cover(grid, int(rng.integers(3, 31)))
    unit = build_unit(grid, cover)
    return (
        unit if kind == "address" else dataclasses.replace(unit, spec=dataclasses.replace(unit.spec, address_bits=None))
    )


def _fixed_spec(rng: np.random.Generator, formats: Sequence[str]) -> UnitSpec:
    format_ = parse_format(str(rng.choice(formats)))
    assert isinstance(format_, FixedPoint)
    slope = int(rng.integers(min(4, format_.fraction - 1), format_.fraction + 3))
    return UnitSpec(
        input=format_,
        output=format_,
        slope=FixedPoint(4, slope),
        intercept=FixedPoint(8, int(rng.integers(format_.fraction - 2, min(format_.fraction + slope, 20) + 1))),
        rounding=ROUNDINGS[rng.integers(len(ROUNDINGS))],
        overflow=Overflow.SATURATE if rng.random() < 0.8 else Overflow.WRAP,
        trim=("slope", "intercept"),
    )


def _float_spec(rng: np.random.Generator) -> UnitSpec:
    format_ = parse_format(str(rng.choice(FLOATS)))
    return UnitSpec(
        input=format_,
        output=format_,
        slope=format_,
        intercept=format_,
        rounding=Rounding.NEAREST_EVEN,
        arithmetic="separate" if rng.random() < 0.5 else "fused",
    )


def _random(rng: np.random.Generator) -> Unit:
    """Draw a unit without a function: any thresholds, any codes."""
    format_ = parse_format(str(rng.choice(FIXED)))
    assert isinstance(format_, FixedPoint)
    pieces = int(rng.integers(2, 33))
    step = 1 << int(rng.choice([0, 0, 0, 2, 4]))
    slope_bits, intercept_bits = int(rng.integers(4, 17)), int(rng.integers(4, 25))
    keys = np.arange(format_.lowest + step, format_.highest, step)
    thresholds = np.sort(rng.choice(keys, size=min(pieces - 1, keys.size), replace=False))
    slopes = rng.integers(-(1 << (slope_bits - 1)), 1 << (slope_bits - 1), thresholds.size + 1)
    return Unit(
        spec=UnitSpec(
            input=format_,
            output=format_,
            slope=FixedPoint(slope_bits - 10, 10),
            intercept=FixedPoint(intercept_bits - 12, 12),
            rounding=ROUNDINGS[rng.integers(len(ROUNDINGS))],
        ),
        thresholds=thresholds,
        slopes=slopes,
        intercepts=rng.integers(-(1 << (intercept_bits - 1)), 1 << (intercept_bits - 1), thresholds.size + 1),
    )
