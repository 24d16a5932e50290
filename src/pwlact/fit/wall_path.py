"""The fewest linked lines through walls at samples, from left to right.

Between samples a path is free. Of the lines through the first walls, let i be the first sample whose walls none
reaches, as they all pass below its lower wall, say. The highest of them touches a lower wall and then, at z, an upper
one. Every line that comes before it is on or below it from z on, so a second line must cross it between z and x_i; and
a line crosses it there if and only if it keeps to the upper walls from z on and to the lower ones from x_i on. So each
step is one line again, with a start for each kind of wall (Guibas, Hershberger, Mitchell & Snoeyink, Int. J. Comput.
Geom. Appl. 3 (1993) 383, ordered stabbing), and no path with fewer lines goes as far.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import kernel, routine
from pwlact._types import Array, Flags
from pwlact.fit.wedge_kernels import (
    FLATTEST,
    HULL,
    INDEX,
    KNOWN,
    LEFT,
    RIGHT,
    SLOPE,
    STATE,
    STEEPEST,
    VALUE,
    X,
    clear,
    narrow,
    on_line,
)


class WallPath(NamedTuple):
    """Lines of a path from left to right.

    Parameters
    ----------
    corners, values : ndarray, shape (n + 1,)
        Points of the path: its beginning, the corners between neighbouring lines, and its end. Empty where it does not
        reach the last sample.
    lines : int
        Number n of its lines.
    complete : bool
        Whether it reaches the last sample.
    """

    corners: Array
    values: Array
    lines: int
    complete: bool


def wall_path(x: Array, low: Array, high: Array, max_lines: int, joined: Flags | None = None) -> WallPath:
    """Return the path of fewest linked lines that passes low_i <= p(x_i) <= high_i for all i.

    Where walls are joined by chords, a line ends where it meets the chord, not only before the next sample. Its corners
    are then nearer to those of the path between continuous walls: by the square of the distance of samples.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Samples, ascending.
    low, high : ndarray, shape (n,)
        The walls; infinite where there is none.
    max_lines : int
        Lines at most.
    joined : ndarray of bool, shape (n,), optional
        Whether the walls of a sample are joined with those of the one before; by default none are, which proves that no
        path passes.

    Notes
    -----
    Source: Guibas et al. 1993, ordered stabbing; see the top of this file.
    """
    lines, spans, room = np.empty((max_lines, 3)), np.empty((max_lines, 2)), np.empty((2, x.size + HULL, 4))
    count, complete = _path(x, low, high, np.zeros(x.size, np.bool_) if joined is None else joined, lines, spans, room)
    if not complete:
        return WallPath(np.empty(0), np.empty(0), count, False)
    at, value, slope = lines[:count].T
    ahead = value[1:] + slope[1:] * (at[:-1] - at[1:]) - value[:-1]  # the next line over this one, at its point
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = at[:-1] - ahead / np.diff(slope)
    inner = np.clip(np.where(np.isfinite(crossing), crossing, spans[: count - 1, 1]), *spans[: count - 1].T)
    corners = np.concatenate((x[:1], inner, x[-1:]))
    own = np.minimum(np.arange(count + 1), count - 1)
    return WallPath(corners, value[own] + slope[own] * (corners - at[own]), count, True)


@routine
def middle_line(w: Array, x: float, low: float, high: float, line: Array) -> None:
    """Fill a line (3,) between the steepest and the flattest: point, value and slope."""
    if w[STEEPEST, STATE, KNOWN] == 0.0 and w[FLATTEST, STATE, KNOWN] == 0.0:  # one sample
        level = 0.5 * (low + high) if low > -np.inf and high < np.inf else (low if low > -np.inf else high)
        line[0], line[1], line[2] = x, level, 0.0
        return
    steepest = STEEPEST if w[STEEPEST, STATE, KNOWN] == 1.0 else FLATTEST
    flattest = FLATTEST if w[FLATTEST, STATE, KNOWN] == 1.0 else STEEPEST
    at = 0.5 * (w[steepest, LEFT, X] + w[flattest, RIGHT, X])
    line[0], line[1] = at, 0.5 * (on_line(w, steepest, at) + on_line(w, flattest, at))
    line[2] = 0.5 * (w[steepest, STATE, SLOPE] + w[flattest, STATE, SLOPE])


@routine
def _meeting(x: Array, wall: Array, i: int, line: Array) -> float:
    """Return where a line, which passes one wall up to sample i - 1, meets the chord of the wall from there to i."""
    before = line[1] + line[2] * (x[i - 1] - line[0]) - wall[i - 1]
    after = line[1] + line[2] * (x[i] - line[0]) - wall[i]
    met: float = x[i - 1] + (x[i] - x[i - 1]) * (before / (before - after)) if before != after else x[i]
    return met


@kernel
def _path(x: Array, low: Array, high: Array, joined: Flags, lines: Array, spans: Array, w: Array) -> tuple[int, bool]:
    """Fill each line (3,), by a point, its value and its slope, and the range (2,) of its corner with the next one.

    Return the number of lines, and whether they reach the last sample.
    """
    n = x.size
    low_from = high_from = 0
    at_x = at_low = at_high = 0.0  # walls between samples edge - 1 and edge
    edge = -1
    for j in range(lines.shape[0]):
        clear(w)
        lack, which, i = 0.0, -1, min(low_from, high_from)
        while i < n:
            between = i == edge
            here = at_x if between else x[i]
            lower = at_low if between else (low[i] if i >= low_from else -np.inf)
            upper = at_high if between else (high[i] if i >= high_from else np.inf)
            lack, which = narrow(w, here, lower, 0.0, upper, 0.0, i)
            if lack > 0.0:
                break
            if between:
                edge = -1
            else:
                i += 1
        if i == n:
            middle_line(w, x[n - 1], low[n - 1], high[n - 1], lines[j])
            return j + 1, True
        if which < 0:  # no room between the walls of one sample
            return j, False
        at, z = w[which, RIGHT, X], int(w[which, RIGHT, INDEX])
        lines[j, 0], lines[j, 1], lines[j, 2] = at, w[which, RIGHT, VALUE], w[which, STATE, SLOPE]
        spans[j, 0], spans[j, 1] = at, x[i]
        wall = low if which == STEEPEST else high
        if joined[i] and edge < 0:
            at_x = _meeting(x, wall, i, lines[j])
            if x[i - 1] < at_x < x[i]:
                edge = i
                level = lines[j, 1] + lines[j, 2] * (at_x - at)
                at_low, at_high = (level, np.inf) if which == STEEPEST else (-np.inf, level)
        else:
            edge = -1
        low_from, high_from = (i, z) if which == STEEPEST else (z, i)
    return lines.shape[0], False


def wall_reaches(x: Array, low: Array, high: Array, max_lines: int) -> NDArray[np.int64]:
    """Return how many samples, from the left, paths of 1, 2, ... linked lines pass at most; fewer counts if all.

    Parameters
    ----------
    x, low, high, max_lines
        As in `wall_path`.
    """
    lines, spans, room = np.empty((max_lines, 3)), np.empty((max_lines, 2)), np.empty((2, x.size + HULL, 4))
    count, complete = _path(x, low, high, np.zeros(x.size, np.bool_), lines, spans, room)
    return np.searchsorted(x, spans[: count - complete, 1])
