"""The audit of a table as a hardware unit: errors of each row over its input codes, and what is possible there."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pwlact._types import Array, Codes, Flags
from pwlact.datapath import Unit, input_codes, order_key
from pwlact.functions import Activation, Interval
from pwlact.search.codes.cover import Cover, refine
from pwlact.search.codes.grid import CodeGrid
from pwlact.studies.audit_record import AuditRow


class Coded(NamedTuple):
    """A unit on input codes by ascending value, n of them.

    Parameters
    ----------
    x, off : ndarray, shape (n,)
        The inputs, and unit(x) - f(x).
    piece : ndarray of int64, shape (n,)
        The piece of each input.
    turns : ndarray of bool, shape (n,)
        Whether the output moves against f on the step to the input.
    """

    x: Array
    off: Array
    piece: Codes
    turns: Flags


def coded(unit: Unit, activation: Activation, keys: Codes) -> Coded:
    """Return a unit on all input codes with these order keys; of a mirrored unit, on both sides of 0.

    Parameters
    ----------
    unit, activation : Unit, Activation
        The unit and its function.
    keys : ndarray of int64
        Order keys.
    """
    codes = input_codes(unit.spec.input)
    codes = codes[np.isin(order_key(unit.spec, codes), keys)]
    x = unit.spec.input.decode(codes)
    y, exact = unit.spec.output.decode(unit(codes)), activation(x)
    turns = np.diff(y) * np.sign(np.diff(exact)) < 0
    return Coded(x, y - exact, unit.piece(codes), np.concatenate(([False], turns)))


def keys_within(unit: Unit, interval: Interval) -> Codes:
    """Return the order keys of a unit's input codes in a range, ascending; of a mirrored unit, those of |x|.

    Parameters
    ----------
    unit, interval : Unit, (float, float)
        The unit and the range; both ends belong to it.
    """
    codes = input_codes(unit.spec.input)
    x = unit.spec.input.decode(codes)
    return np.unique(order_key(unit.spec, codes[(x >= interval[0]) & (x <= interval[1])]))


def unit_rows(unit: Unit, activation: Activation, keys: Codes, grid: CodeGrid | None) -> tuple[AuditRow, ...]:
    """Return a row for each piece that serves inputs of a range, with the smallest error in the same formats.

    Parameters
    ----------
    unit, activation : Unit, Activation
        The unit and its function.
    keys : ndarray of int64, shape (n,)
        Order keys of the inputs, ascending.
    grid : CodeGrid or None
        The function on these inputs; without, it is left open what is possible.
    """
    spec, seen, starts = unit.spec, coded(unit, activation, keys), _starts(unit, keys)
    pieces = _pieces(unit, keys[starts[:-1]])
    worst = [_worst(seen, k) for k in pieces.tolist()]
    errors = np.array([error for error, _ in worst])
    possible = [None] * len(worst) if grid is None else possible_errors(unit, activation, grid, errors).tolist()
    slopes, intercepts = spec.slope.decode(unit.slopes), spec.intercept.decode(unit.intercepts)
    ends = spec.input.decode(spec.input.from_order(keys[np.append(starts[:-1], keys.size - 1)])).tolist()
    rows = []
    for n, k in enumerate(pieces.tolist()):
        turned = seen.x[seen.turns & (seen.piece == k)]
        jump = (slopes[k] - slopes[k - 1]) * ends[n] + intercepts[k] - intercepts[k - 1] if n else None
        rows.append(
            AuditRow(
                begin=ends[n],
                end=ends[n + 1],
                slope=float(slopes[k]),
                intercept=float(intercepts[k]),
                max_error=worst[n][0],
                at=worst[n][1],
                possible=possible[n],
                jump=None if jump is None else float(jump),
                reversals=turned.size,
                reversed_at=float(turned[0]) if turned.size else None,
            )
        )
    return tuple(rows)


def _worst(seen: Coded, piece: int) -> tuple[float, float]:
    size = np.where(seen.piece == piece, np.abs(seen.off), -1.0)
    at = int(np.argmax(size))
    return float(size[at]), float(seen.x[at])


def _pieces(unit: Unit, keys: Codes) -> Codes:
    return np.searchsorted(unit.thresholds, keys, side="right")


def _starts(unit: Unit, keys: Codes) -> Codes:
    """Return the indices among order keys (n,) at which a unit's pieces begin, and n."""
    return np.concatenate(([0], np.flatnonzero(np.diff(_pieces(unit, keys))) + 1, [keys.size]))


def possible_errors(unit: Unit, activation: Activation, grid: CodeGrid, errors: Array) -> Array:
    """Return the smallest maximum error that each row can have by itself, to 0.1 % of its own, shape (rows,).

    Parameters
    ----------
    unit, activation, grid : Unit, Activation, CodeGrid
        The unit and its function on the input codes.
    errors : ndarray, shape (rows,)
        Largest error of each row.
    """
    spec = unit.spec
    starts = _starts(unit, grid.order_keys)
    pieces = _pieces(unit, grid.order_keys[starts[:-1]])
    slopes, intercepts = unit.slopes.copy(), unit.intercepts.copy()
    for k, error, (i, j) in zip(pieces.tolist(), errors.tolist(), pairwise(starts.tolist()), strict=True):
        row = Cover(
            starts=np.array([0, j - i]),
            slopes=spec.slope.decode(unit.slopes[k : k + 1]),
            intercepts=spec.intercept.decode(unit.intercepts[k : k + 1]),
            error=error,
        )
        better = refine(grid.part(i, j), row, error)
        slopes[k], intercepts[k] = spec.slope.encode(better.slopes)[0], spec.intercept.encode(better.intercepts)[0]
    seen = coded(dataclasses.replace(unit, slopes=slopes, intercepts=intercepts), activation, grid.order_keys)
    return np.minimum(errors, [_worst(seen, k)[0] for k in pieces.tolist()])
