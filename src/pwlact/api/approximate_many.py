"""`approximate_many`: many functions in, one table of their approximations out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from pwlact.api import checks
from pwlact.api.typed import record
from pwlact.errors import ConfigError
from pwlact.many import Family
from pwlact.many.family import FamilyObjective
from pwlact.many.rows import Rows, rows_of
from pwlact.many.solve import solve_family
from pwlact.settings.unit import UnitChoice, unit_spec

SEGMENTS = 8


def approximate_many(
    x: Any,
    y: Any,
    *,
    segments: int = SEGMENTS,
    objective: FamilyObjective = "max",
    names: Any = None,
    format: str | None = None,
    unit: UnitChoice | Mapping[str, Any] | None = None,
) -> Family:
    """Return piecewise-linear approximations of many functions on one range.

    Parameters
    ----------
    x : array_like, shape (k,)
        Positions, ascending.
    y : array_like, shape (n, k)
        Exact samples of smooth functions, one function a row.
    segments : int
        Linear pieces of each.
    objective : {"max", "mse"}
        What is minimised for each: the maximum error on the range, or the mean square error.
    names : sequence of str, optional
        A name for each function.
    format : str, optional
        Number format of hardware units, as in ``"q4.12"``: ``family.units`` then holds a table of codes for each
        function, of as many rows as it has segments, and `verify`, `synth` and `export` make one module of them all.
    unit : UnitChoice or dict, optional
        More of the units: output, slope, intercept, rounding, selection, ...

    Returns
    -------
    Family
        Breakpoints, values, slopes, intercepts, errors and lower bounds; ``family(x)`` evaluates, ``family[i]`` is one
        PWL, ``family.save("tables.npz")`` writes.

    Raises
    ------
    InputError
        If a shape, a type or a number is wrong; the message says the rule, the value and the remedy.
    """
    rows = rows_of(x, y, names=names)
    choice = UnitChoice() if unit is None else record("unit", UnitChoice, unit)
    family = solve_family(
        rows,
        checks.whole("segments", segments, SEGMENTS),
        checks.choice("objective", objective, FamilyObjective),
    )
    return with_units(family, rows, format, choice)


def with_units(family: Family, rows: Rows, format: str | None, choice: UnitChoice) -> Family:
    """Return a family with its units in a number format; the family itself without a format.

    Raises
    ------
    ConfigError
        If units are asked for without a format.
    FormatError
        If a format does not exist, or cannot hold a function.
    """
    if format is None:
        if choice != UnitChoice():
            raise ConfigError("settings of units go with a format, got them without; add format='q4.12'")
        return family
    from pwlact.many.coded import coded_units  # loads the searches for codes

    spec = unit_spec(checks.text("format", format, "q4.12"), choice)
    return dataclasses.replace(family, units=coded_units(rows, family.segments, spec, family.objective))
