"""Small families: smooth ones, solved in a number format, and random ones that approximate nothing."""

from __future__ import annotations

import functools

import numpy as np
from random_units import fixed_spec, random_unit

import pwlact
from pwlact._types import Array
from pwlact.datapath import UnitSpec
from pwlact.many import Family
from pwlact.many.rows import Rows, rows_of
from pwlact.many.units import FamilyUnits, family_units


def waves(n: int, samples: int = 65, seed: int = 0) -> Rows:
    """Return n sums of three waves on [-3, 3]."""
    rng, x = np.random.default_rng(seed), np.linspace(-3.0, 3.0, samples)
    sizes, phases = rng.normal(0.0, 0.4, (n, 3, 1)), rng.uniform(0.0, 6.0, (n, 3, 1))
    return rows_of(x, np.sum(sizes * np.sin(np.arange(1, 4)[:, None] * x / 2.0 + phases), axis=1))


@functools.cache
def small_family() -> Family:
    """Return three functions of 4 segments in q3.3."""
    rows = waves(3)
    return pwlact.approximate_many(rows.x, rows.y, segments=4, names=["a", "b", "c"], format="q3.3")


def random_units(rng: np.random.Generator, n: int, spec: UnitSpec | None = None) -> FamilyUnits:
    """Return n random units of one spec, of 4 to 8 input bits by default, with different numbers of pieces."""
    spec = fixed_spec(rng) if spec is None else spec
    units = [random_unit(rng, spec) for _ in range(n)]
    none = np.zeros(n)
    return family_units(spec, units, none, none, none)


def family_with(units: FamilyUnits) -> Family:
    """Return a family of lines whose units are given."""
    n = len(units)
    zeros: Array = np.zeros(n)
    return Family(
        objective="max",
        segments=np.ones(n, dtype=np.int64),
        breakpoints=np.tile([-1.0, 1.0], (n, 1)),
        values=np.zeros((n, 2)),
        max_errors=zeros,
        mses=zeros,
        lower_bounds=zeros,
        units=units,
    )
