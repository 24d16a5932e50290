"""Cubic splines as curves: exact tables for the compiled kernels, built by compiled code, one row at a time."""

from __future__ import annotations

import numpy as np

from pwlact._jit import routine
from pwlact._types import Array
from pwlact.fit.curve import FIRST, SIGN, START, STEP, Tables

NOISE = 1e-13  # a bend of f'' h^2 that is due to rounding, relative to the largest value
BEYOND = 0.5  # of the range
SLIGHT = 0.02


@routine
def make_room(samples: int) -> Tables:
    """Return tables with room for the spline through as many samples, for `fill_tables`."""
    # A cell with an inflection makes two runs, of two nodes each, and ends the run before it; one cell lies beyond.
    return Tables(np.empty((2 * samples + 2, 4)), np.empty((4 * samples + 2, 2)))


@routine
def _begin(t: Tables, run: int, start: float, sign: float, node: int, y: float, slope: float) -> None:
    """Begin a run with its first node."""
    row = t.convex_runs[run]
    row[START], row[SIGN], row[FIRST], row[STEP] = start, sign, float(node), 0.0
    t.nodes[node, 0], t.nodes[node, 1] = y, slope


@routine
def _end(t: Tables, run: int, stop: float, node: int) -> None:
    """Set the step of a run that ends with the node before `node`."""
    first = int(t.convex_runs[run, FIRST])
    t.convex_runs[run, STEP] = (stop - t.convex_runs[run, START]) / max(node - first - 1, 1)


@routine
def fill_tables(room: Tables, x: Array, even: bool, y: Array, slopes: Array) -> tuple[Tables, float]:
    """Return the tables of a spline, in `room`, and its scale, the largest |f| at a node.

    A cell in which f'' changes sign is divided there, so the tables are the spline itself, apart from rounding. Beyond
    its end a parabola goes on for as much as half the range, with the spline's last f'', or a share of its mean size.

    Parameters
    ----------
    room : Tables
        From `make_room`.
    x, y, slopes : ndarray, shape (k,)
        Positions from 0 on, and f and f' there.
    even : bool
        Whether x has equal steps; otherwise each cell is a run.
    """
    scale = np.max(np.abs(y))
    noise = NOISE * scale
    run, node, sign, closed = -1, 0, 0.0, True
    for i in range(x.size - 1):
        h = x[i + 1] - x[i]
        rise, d0, d1 = y[i + 1] - y[i], slopes[i] * h, slopes[i + 1] * h
        left, right = 6.0 * rise - 4.0 * d0 - 2.0 * d1, 2.0 * d0 + 4.0 * d1 - 6.0 * rise  # f'' h^2 at the ends
        left, right = (left if abs(left) > noise else 0.0), (right if abs(right) > noise else 0.0)
        turns = left * right < 0.0
        bend = left if turns else left + right
        here = 1.0 if bend > 0.0 else (-1.0 if bend < 0.0 else 0.0)
        if closed or turns or not even or here * sign < 0.0:
            if run >= 0:
                _end(room, run, x[i], node)
            run += 1
            _begin(room, run, x[i], here, node, y[i], slopes[i])
            node += 1
            sign, closed = 0.0, False
        if here != 0.0:
            sign = room.convex_runs[run, SIGN] = here
        if turns:
            u = left / (left - right)
            at = x[i] + u * h
            y_at = y[i] + u * (d0 + u * ((3.0 * rise - 2.0 * d0 - d1) + u * (d0 + d1 - 2.0 * rise)))
            slope_at = (d0 + u * (2.0 * (3.0 * rise - 2.0 * d0 - d1) + u * 3.0 * (d0 + d1 - 2.0 * rise))) / h
            room.nodes[node, 0], room.nodes[node, 1] = y_at, slope_at
            node += 1
            _end(room, run, at, node)
            run += 1
            _begin(room, run, at, -here, node, y_at, slope_at)
            node += 1
            closed = True
        room.nodes[node, 0], room.nodes[node, 1] = y[i + 1], slopes[i + 1]
        node += 1
    _end(room, run, x[-1], node)
    run = _extend(room, run, node, x, slopes)
    for k in range(run + 1):
        if room.convex_runs[k, SIGN] == 0.0:
            room.convex_runs[k, SIGN] = 1.0
    return Tables(room.convex_runs[: run + 2], room.nodes[: node + 2]), scale


@routine
def _extend(room: Tables, run: int, node: int, x: Array, slopes: Array) -> int:
    """Append the run beyond the end, and the row that ends the runs; return the run's index."""
    k, width = x.size, x[-1] - x[0]
    bend = 0.0
    for i in range(k - 1):
        bend += np.sqrt(abs(slopes[i + 1] - slopes[i]) * (x[i + 1] - x[i]))
    step, first = room.convex_runs[run, STEP], node - 2
    rise = room.nodes[node - 1, 0] - room.nodes[first, 0]
    last_bend = (2.0 * room.nodes[first, 1] + 4.0 * room.nodes[node - 1, 1] - 6.0 * rise / step) / step
    curvature = max(SLIGHT * (bend / width) ** 2, abs(last_bend))
    sign = -1.0 if room.convex_runs[run, SIGN] < 0.0 else 1.0
    h, y, slope = BEYOND * width, room.nodes[node - 1, 0], slopes[k - 1]
    _begin(room, run + 1, x[-1], sign, node, y, slope)
    room.nodes[node + 1, 0] = y + h * (slope + 0.5 * h * sign * curvature)
    room.nodes[node + 1, 1] = slope + h * sign * curvature
    _end(room, run + 1, x[-1] + h, node + 2)
    last = room.convex_runs[run + 2]
    last[START], last[SIGN], last[FIRST], last[STEP] = x[-1] + h, 0.0, float(node + 2), 0.0
    return run + 1
