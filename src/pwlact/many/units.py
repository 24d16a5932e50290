"""The units of a family in hardware: one of each function, alike but for their codes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Codes, real_array
from pwlact.datapath import Unit, UnitSpec, order_key, order_key_limits
from pwlact.datapath.spec import CoefficientName
from pwlact.datapath.unit import evaluate
from pwlact.search.codes.table_rows import trimmed


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FamilyUnits:
    """Units of n functions, one a row; p is the most pieces of any.

    Parameters
    ----------
    spec : UnitSpec
        What all of them are built like.
    pieces : ndarray of int64, shape (n,)
        Pieces of each.
    thresholds : ndarray of int64, shape (n, p - 1)
        Order keys at which pieces 1, 2, ... begin; a row of fewer pieces ends with a key beyond all
        inputs.
    slopes, intercepts : ndarray of int64, shape (n, p)
        Codes; a row of fewer pieces ends with zeros that nothing reads.
    max_errors, mses : ndarray, shape (n,)
        Maximum error over the input codes in the range, and mean square error, weighted by the density where one was
        given.
    lower_bounds : ndarray, shape (n,)
        Proven: no table of as many rows in these formats has a smaller maximum error; nan where none is known.
    """

    spec: UnitSpec
    pieces: NDArray[np.int64]
    thresholds: Codes
    slopes: Codes
    intercepts: Codes
    max_errors: Array
    mses: Array
    lower_bounds: Array

    def __len__(self) -> int:
        """Return the number of functions."""
        return int(self.pieces.size)

    def __getitem__(self, index: int) -> Unit:
        """Return one unit.

        Raises
        ------
        FormatError
            If its codes fit no unit.
        """
        count = int(self.pieces[index])
        return Unit(
            spec=self.spec,
            thresholds=self.thresholds[index, : count - 1],
            slopes=self.slopes[index, :count],
            intercepts=self.intercepts[index, :count],
        )

    def __iter__(self) -> Iterator[Unit]:
        """Yield the units."""
        return (self[index] for index in range(len(self)))

    def __call__(self, x: Any, index: Any = None) -> Array:
        """Evaluate the units on real numbers: each reads and gives the nearest values of its formats.

        Parameters
        ----------
        x : array_like
            Inputs, of any shape.
        index : array_like of int, optional
            Number of the function for each x: shapes are broadcast. By default every function takes every x.

        Returns
        -------
        ndarray
            Of the broadcast shape; by default (n, *x.shape).
        """
        x, index = with_numbers(x, index, len(self))
        return np.asarray(self.spec.output.decode(self.outputs(self.spec.input.encode(x), index)))

    def outputs(self, codes: Codes, index: Codes) -> Codes:
        """Return the output codes of input codes, each of the function with its index; all of one shape."""
        keys, k = order_key(self.spec, codes), np.zeros(codes.shape, dtype=np.int64)
        for j in range(self.thresholds.shape[1]):
            k += keys >= self.thresholds[index, j]
        return evaluate(self.spec, codes, self.slopes[index, k], self.intercepts[index, k])


def with_numbers(x: Any, index: Any, functions: int) -> tuple[Array, Codes]:
    """Return inputs and the number of the function for each, broadcast; without numbers, every function takes all."""
    x = real_array(x)
    if index is None:
        index = np.arange(functions).reshape(-1, *([1] * x.ndim))
    x, index = np.broadcast_arrays(x, np.asarray(index, dtype=np.int64))
    return x, index


def family_units(spec: UnitSpec, units: list[Unit], max_errors: Array, mses: Array, lower_bounds: Array) -> FamilyUnits:
    """Return units as one record, in the formats that hold them all.

    Parameters
    ----------
    spec : UnitSpec
        The kind of unit; formats in `spec.trim` keep the integer bits that some unit needs.
    units : list of Unit
        One of each function; their specs differ from `spec` only in integer bits of coefficients.
    max_errors, mses, lower_bounds : ndarray, shape (n,)
        As in `FamilyUnits`.
    """
    slopes, intercepts = (
        np.concatenate([getattr(unit.spec, name).decode(getattr(unit, f"{name}s")) for unit in units])
        for name in ("slope", "intercept")
    )
    shared = dataclasses.replace(trimmed(spec, slopes, intercepts), trim=())
    size, never = max(unit.pieces for unit in units), order_key_limits(spec)[1] + 1
    return FamilyUnits(
        spec=shared,
        pieces=np.array([unit.pieces for unit in units]),
        thresholds=np.array([_padded(unit.thresholds, size - 1, never) for unit in units]),
        slopes=np.array([_padded(unit.slopes, size, 0) for unit in units]),
        intercepts=np.array([_padded(unit.intercepts, size, 0) for unit in units]),
        max_errors=max_errors,
        mses=mses,
        lower_bounds=lower_bounds,
    )


def joined_units(parts: list[FamilyUnits]) -> FamilyUnits:
    """Return units of several parts of a family as one record, in their order."""
    first = parts[0].spec
    names: tuple[CoefficientName, ...] = ("slope", "intercept")
    trim = tuple(name for name in names if any(getattr(part.spec, name) != getattr(first, name) for part in parts))
    errors = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("max_errors", "mses", "lower_bounds")
    )
    return family_units(dataclasses.replace(first, trim=trim), [unit for part in parts for unit in part], *errors)


def _padded(codes: Codes, size: int, value: int) -> Codes:
    return np.append(codes, np.full(size - codes.size, value, dtype=np.int64))
