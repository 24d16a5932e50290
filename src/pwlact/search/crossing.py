"""The smallest tube that a given number of lines cross, linked or separate; and the fewest lines for a tube."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.errors import RunError
from pwlact.fit import Curve, Pins
from pwlact.fit.curve import FIRST, STEP
from pwlact.fit.lstsq import pin_values
from pwlact.functions import Interval
from pwlact.search.tube import Path, path, tolerance_of

ACCURACY = 1e-10  # of the smallest error, relative to it
FAR = 1e12  # lines must cross the tube before one step widens it by this factor


class Crossing(NamedTuple):
    """The smallest error eps at which the lines cross the tube: above `fails`, at most `holds`.

    `failed` is the path at `fails`, which does not reach the end; None where lines cross at any error. `held` is the
    path at `holds`.
    """

    fails: float
    holds: float
    failed: Path | None
    held: Path


def smallest_crossing(curve: Curve, segments: int, linked: bool, pins: Pins, least: float) -> Crossing:
    """Return the smallest tube f +- eps that lines cross.

    Parameters
    ----------
    curve : Curve
        The function f.
    segments : int
        Number of lines.
    linked : bool
        Whether neighbouring lines must meet inside the tube.
    pins : (float or None, float or None)
        Values of the first and the last line at the ends of the range; None leaves an end free.
    least : float
        A known lower bound of eps, or 0.

    Raises
    ------
    RunError
        If no tube is crossed, however wide, because of rounding.
    """
    ends = pin_values(pins)

    def attempt(eps: float) -> Path:
        return path(curve, eps, segments, linked, ends)

    floor = max(least, 2.0 * tolerance_of(curve, ends))
    fails, failed, holds, held = 0.0, None, floor, attempt(floor)
    if not held.complete:
        fails, failed = holds, held
        holds = fails * (1.0 + ACCURACY) if least else max(_guess(curve, segments), 4.0 * fails)
        held = attempt(holds)
        grow = 1e-3 if least else 0.3
        while not held.complete:
            if grow > FAR:
                raise RunError(
                    f"lines must cross some tube, got none with {segments} segments within {holds:g}; move the pins"
                )
            fails, failed = holds, held
            holds *= 1.0 + grow
            grow *= 4.0
            held = attempt(holds)
    shrink = 1.3 if not least else 1.0  # until both ends are near, since the first guess may be far too large
    while failed is not None and holds > fails * (1.0 + ACCURACY):
        eps = max(holds / shrink, math.sqrt(fails * holds)) if shrink > 1.0 else math.sqrt(fails * holds)
        if not fails < eps < holds:  # no number between
            break
        tried = attempt(eps)
        if tried.complete:
            holds, held, shrink = eps, tried, shrink * shrink
        else:
            fails, failed, shrink = eps, tried, 1.0
    return Crossing(fails, holds, failed, held)


def _guess(curve: Curve, segments: int) -> float:
    """Return an estimate of the smallest error for many segments, (int sqrt|f''| dx / segments)^2 / 16."""
    convex_runs, nodes = curve.tables
    starts = convex_runs[:, FIRST].astype(np.int64)
    bends = [
        float(np.sum(np.sqrt(np.abs(np.diff(nodes[start:stop, 1])) * step)))
        for start, stop, step in zip(starts[:-1], starts[1:], convex_runs[:-1, STEP], strict=True)
    ]
    return (sum(bends) / segments) ** 2 / 16.0


def fewest_lines(curve: Curve, eps: float, max_lines: int, pins: Pins) -> int | None:
    """Return the fewest linked lines that cross the tube f +- eps; None where `max_lines` do not.

    Parameters
    ----------
    curve : Curve
        The function f.
    eps : float
        Half the width of the tube.
    max_lines : int
        Lines at most.
    pins : (float or None, float or None)
        Values of the first and the last line at the ends of the range; None leaves an end free.
    """
    found = path(curve, eps, max_lines, True, pin_values(pins))
    return found.slopes.size if found.complete else None


def split_to(points: Array, segments: int, interval: Interval) -> Array:
    """Return points (segments - 1,): the given ones, which may be fewer, and middles of the widest segments.

    Parameters
    ----------
    points : ndarray, shape (n,)
        Interior points, in any order.
    segments : int
        Number of segments, at least that of the points.
    interval : (float, float)
        The range.
    """
    breakpoints = np.unique(np.concatenate(([interval[0]], points, [interval[1]])))
    while breakpoints.size <= segments:
        widest = int(np.argmax(np.diff(breakpoints)))
        middle = 0.5 * (breakpoints[widest] + breakpoints[widest + 1])
        breakpoints = np.insert(breakpoints, widest + 1, middle)
    return breakpoints[1:-1]
