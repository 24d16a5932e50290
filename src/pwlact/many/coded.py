"""Units of a family: the table of each function chosen as codes, exactly.

The maximum error of a table is the smallest of all tables of as many rows in these formats, proven by the search itself
(`search/codes/cover.py`). The mean square error is near the least (`search/codes/squares.py`). Rows need not join.
"""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np

from pwlact._types import Array, Codes
from pwlact.data import data_of
from pwlact.datapath import Unit, UnitSpec, unit_report
from pwlact.functions import Activation, from_data
from pwlact.many.family import FamilyObjective
from pwlact.many.rows import Rows
from pwlact.many.units import FamilyUnits, family_units
from pwlact.metrics import ErrorWeight
from pwlact.search.coded import held
from pwlact.search.codes.cover import smallest_cover
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.squares import smallest_squares
from pwlact.search.codes.table_rows import TableRows, build_unit
from pwlact.search.codes.tabulate import code_grid

SPREAD = 1e-6  # share of a density that is spread evenly, so that no error is free


class CodedRow(NamedTuple):
    """The unit of one function, its maximum and mean square error, and the proven bound of the first, or nan."""

    unit: Unit
    max_error: float
    mse: float
    lower_bound: float


def coded_units(rows: Rows, segments: Codes, spec: UnitSpec, objective: FamilyObjective = "max") -> FamilyUnits:
    """Return the units of functions given by exact samples, all of the same formats.

    Parameters
    ----------
    rows : Rows
        The functions; the part of their range that the input format holds is searched.
    segments : ndarray of int64, shape (n,)
        Table rows of each.
    spec : UnitSpec
        The kind of unit; formats in `spec.trim` keep the integer bits that some function needs.
    objective : {"max", "mse"}
        What is minimised for each, over the input codes in the range.

    Raises
    ------
    FormatError
        If the formats cannot hold a function, its slopes or the range; the message names the function.
    """
    found = [coded_row(rows, i, int(segments[i]), spec, objective) for i in range(len(rows))]
    units, *errors = zip(*found, strict=True)
    return family_units(spec, list(units), *(np.array(each) for each in errors))


def coded_row(rows: Rows, index: int, segments: int, spec: UnitSpec, objective: FamilyObjective) -> CodedRow:
    """Return the unit of one function.

    Parameters
    ----------
    rows : Rows
        The functions.
    index : int
        Which one.
    segments, spec, objective
        As in `coded_units`, which raises.
    """
    activation = dataclasses.replace(from_data(data_of(rows.x, rows.y[index])), name=f"function {rows.name(index)}")
    interval = held(activation.interval, spec.input)
    weight = None if rows.density is None or objective == "max" else _weight(rows, index)
    grid = code_grid(activation, interval, spec, weight)
    table, bound = _searched(grid, segments, objective)
    return _measured(build_unit(grid, table), activation, grid, bound)


def _searched(grid: CodeGrid, segments: int, objective: FamilyObjective) -> tuple[TableRows, float]:
    """Return the table of a function, and the proven bound of its maximum error, or nan."""
    if objective == "mse":
        return smallest_squares(grid, segments), np.nan
    cover = smallest_cover(grid, segments)
    return cover, np.nan if cover.bound is None else cover.bound


def _measured(unit: Unit, activation: Activation, grid: CodeGrid, bound: float) -> CodedRow:
    """Return a unit with its errors over the input codes in the range."""
    shares = grid.weights[0] ** 2
    errors = unit_report(unit, activation, grid.interval, shares / shares.sum()).errors
    return CodedRow(unit=unit, max_error=errors.max, mse=errors.mse, lower_bound=bound)


def _weight(rows: Rows, index: int) -> ErrorWeight:
    """Return weights of errors whose squares are a function's density, with a share of it spread evenly."""
    assert rows.density is not None
    density = rows.density[index % rows.density.shape[0]]
    low, high = float(rows.x[0]), float(rows.x[-1])

    def of_inputs(x: Array, _y: Array) -> Array:
        bins = np.floor((x - low) / (high - low) * density.size).astype(np.int64)
        return np.asarray(np.sqrt(density[np.clip(bins, 0, density.size - 1)] + SPREAD))

    return ErrorWeight(text="density", function=of_inputs)
