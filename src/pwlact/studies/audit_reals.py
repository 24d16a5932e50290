"""The audit of a table in real numbers: exact errors, jumps and reversals."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.fit import curve_of
from pwlact.fit.lstsq import FREE
from pwlact.fit.samples import check_bounded
from pwlact.functions import Activation, Interval, features
from pwlact.metrics import Errors, exact_errors, exact_worst
from pwlact.metrics.exact import root
from pwlact.pwl import PWL, make_pwl
from pwlact.search.crossing import smallest_crossing
from pwlact.studies.audit_record import AuditRow
from pwlact.tables import Table

JOINED = 1e-9  # largest jump of lines that join, relative to the largest value
CHECKED = 1001  # inputs at which the function's size is checked
NOISE = 1e-12  # of values, relative to the largest: no step, no rise


class Parts(NamedTuple):
    """The pieces of a table in a range: ends (n + 1,), the PWL of each, and the jumps (n - 1,) between them."""

    ends: Array
    pwls: list[PWL]
    jumps: Array

    @property
    def scale(self) -> float:
        """Largest value."""
        return max(float(np.max(np.abs(pwl.values))) for pwl in self.pwls)

    def above_noise(self, error: float) -> float:
        """Return an error, 0 in place of one that rounding alone makes."""
        return error if error > NOISE * self.scale else 0.0


def parts_of(table: Table, activation: Activation, interval: Interval) -> Parts:
    """Return the pieces of a table in a range.

    Parameters
    ----------
    table, activation, interval : Table, Activation, (float, float)
        The table, the function and the range.

    Raises
    ------
    FunctionError
        If the function is not finite, or beyond 1e150, somewhere on the range.
    """
    low, high = interval
    x = np.linspace(low, high, CHECKED)
    check_bounded(x, activation(x))
    inner = table.breakpoints[(table.breakpoints > low) & (table.breakpoints < high)]
    ends = np.concatenate(([low], inner, [high]))
    lines = table.piece(ends[:-1])
    slopes, intercepts = table.slopes[lines], table.intercepts[lines]
    left, right = slopes * ends[:-1] + intercepts, slopes * ends[1:] + intercepts
    values = np.stack((left, right), axis=1)
    pwls = [make_pwl(activation, ends[k : k + 2], values[k]) for k in range(slopes.size)]
    return Parts(ends, pwls, left[1:] - right[:-1])


def seams_of(table: Table, interval: Interval) -> tuple[float, float]:
    """Return the steps of a table's value from the inside to the outside, at the left and the right end of a range."""
    low, high = interval
    at = np.array([low, high])
    below = np.searchsorted(table.breakpoints, at, side="left")
    before, after = (table.slopes[k] * at + table.intercepts[k] for k in (below, table.piece(at)))
    steps = after - before
    return float(0.0 - steps[0]), float(steps[1])


def whole_errors(activation: Activation, parts: Parts) -> tuple[Errors, float]:
    """Return the exact errors of a table on its range, and where the largest is.

    The mean of |f - p| and of its square are the pieces' own, by their widths.
    """
    each = [exact_errors(activation, pwl) for pwl in parts.pwls]
    shares = np.diff(parts.ends) / (parts.ends[-1] - parts.ends[0])
    largest = max(range(len(each)), key=lambda k: each[k].max)
    mean, mse = (float(shares @ np.array([getattr(one, name) for one in each])) for name in ("mean", "mse"))
    return Errors(max=each[largest].max, mean=mean, mse=mse), exact_worst(activation, parts.pwls[largest])[1]


def joined(parts: Parts, centre: float = 0.0) -> bool:
    """Tell whether the pieces of a table join; `centre` is its jump at 0, of a mirrored table."""
    jumps = np.append(parts.jumps, centre)
    return bool(np.all(np.abs(jumps) <= JOINED * parts.scale))


def centre_jump(activation: Activation, parts: Parts) -> float:
    """Return the jump at 0 of a table for x >= 0 that is reflected."""
    value = float(parts.pwls[0].values[0])
    return value - float(activation.symmetry.reflect(0.0, value))


def rows_of(activation: Activation, parts: Parts) -> tuple[AuditRow, ...]:
    """Return a row for each piece in real numbers, with the smallest error that one line can have there."""
    rows, scale = [], parts.scale
    for k, (pwl, (begin, end)) in enumerate(zip(parts.pwls, pairwise(parts.ends.tolist()), strict=True)):
        error, at = exact_worst(activation, pwl)
        jump = None if k == 0 else float(parts.jumps[k - 1])
        one_line = smallest_crossing(curve_of(activation, (begin, end)), 1, False, FREE, 0.0).holds
        reversed_at = _reversals(activation, pwl, jump or 0.0, scale)
        rows.append(
            AuditRow(
                begin=begin,
                end=end,
                slope=float(pwl.slopes[0]),
                intercept=float(pwl.intercepts[0]),
                max_error=error,
                at=at,
                possible=parts.above_noise(min(error, one_line)),
                jump=jump,
                reversals=len(reversed_at),
                reversed_at=min(reversed_at, default=None),
            )
        )
    return tuple(rows)


def _reversals(activation: Activation, pwl: PWL, jump: float, scale: float) -> list[float]:
    """Return where a piece moves against f: at its begin by a jump, or from the begin of a part on which f is monotone.

    Between inflections and kinks f' has one root at most.
    """
    low, high = pwl.interval
    bends = np.concatenate(([low], features.bends(activation, (low, high)), [high]))
    turns = root(activation.df, bends[:-1], bends[1:])
    ends = np.unique(np.concatenate((bends, turns)))
    rises = np.diff(activation.f(ends))
    against = (rises * pwl.slopes[0] < 0.0) & (np.abs(rises) > NOISE * scale)
    found: list[float] = ends[:-1][against].tolist()
    if abs(jump) > NOISE * scale and jump * float(activation.df(np.array([low]))[0]) < 0.0:
        found.append(low)
    return found
