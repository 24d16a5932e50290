"""A function as the policy sees it: tables in the curvature coordinate, and where pieces of equal error end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pwlact._types import Array, Flags
from pwlact.fit.samples import Samples
from pwlact.search.coordinate import STRIDES, Coordinate, curvature_coordinate
from pwlact.search.general.network import Singles
from pwlact.search.general.table_kernels import fill_maps

NODES = 2049  # of the columns, equidistant in u
STOPS = 513  # of the maps
LEVELS = 40  # of an error; neighbours are a factor sqrt(2) apart
TURN = 1e-3
MARKS = 8
FLOOR = 0.02  # of the coordinate
T, Y, ROOT, SIGNED, SHARE = range(5)


class Tables(NamedTuple):
    """Functions on their ranges, for the kernels; F of them, stacked.

    A level l stands for the error e_l = e_0 2^(-l / 2), e_0 being the error of one line over the whole range.

    Parameters
    ----------
    columns : ndarray, shape (F, 2049, 5)
        At nodes equidistant in u: x scaled to [0, 1]; f without its chord, scaled to a spread of 1; integrals from the
        left of sqrt|f''|, of the same with the sign of f'', and of the inputs' density.
    ends : ndarray of float32, shape (F, 40, 513)
        For a level and a node u, where the longest piece from u ends whose line is off by the level's error at most.
    counts : ndarray of float32, shape (F, 40, 513)
        How many such pieces reach the right end, the last one in part.
    whole : ndarray, shape (F,)
        e_0.
    squares : ndarray of bool, shape (F,)
        Whether lines are those of least squares, or those with the least maximum error.
    marks : ndarray, shape (F, 2, 8)
        u of the inflections and of the kinks, filled up with 9.
    """

    columns: Array
    ends: Singles
    counts: Singles
    whole: Array
    squares: Flags
    marks: Array


def tables_of(samples: Samples, kinks: Sequence[float], weights: Array | None, squares: bool) -> Tables:
    """Tabulate one function.

    Parameters
    ----------
    samples : Samples
        The function on n samples.
    kinks : sequence of float
        Where its derivative jumps, inside the range.
    weights : ndarray, shape (n,), or None
        Weight of each sample by the density of inputs; None is uniform.
    squares : bool
        Whether values are fitted by least squares.
    """
    coordinate = curvature_coordinate(samples, FLOOR)
    columns = _columns(samples, coordinate, weights)
    ends = np.empty((LEVELS, STOPS), dtype=np.float32)
    counts = np.empty((LEVELS, STOPS), dtype=np.float32)
    whole = fill_maps(columns, ends, counts, squares)
    marks = np.full((2, MARKS), 9.0)
    for row, places in enumerate((_turns(columns[:, SIGNED]), coordinate.to_u(np.array(kinks, dtype=np.float64)))):
        marks[row, : min(places.size, MARKS)] = places[:MARKS]
    return Tables(columns[None], ends[None], counts[None], np.array([whole]), np.array([squares]), marks[None])


def stacked(tables: Sequence[Tables]) -> Tables:
    """Return the tables of several functions as one."""
    return Tables(*(np.concatenate(arrays) for arrays in zip(*tables, strict=True)))


def reversed_tables(tables: Tables) -> Tables:
    """Return the tables of the mirror image, u becoming 1 - u, of one function."""
    columns = tables.columns[:, ::-1].copy()
    columns[..., [T, ROOT, SIGNED, SHARE]] = (
        tables.columns[:, -1:, [T, ROOT, SIGNED, SHARE]] - columns[..., [T, ROOT, SIGNED, SHARE]]
    )
    ends, counts = np.empty_like(tables.ends), np.empty_like(tables.counts)
    whole = fill_maps(columns[0], ends[0], counts[0], bool(tables.squares[0]))
    inside = tables.marks < 1.0
    marks = np.sort(np.where(inside, 1.0 - tables.marks, tables.marks), axis=2)
    return Tables(columns, ends, counts, np.array([whole]), tables.squares, marks)


def _turns(signed: Array) -> Array:
    """Return u where the integral of curvature with its sign turns by more than a thousandth."""
    found, last, way = [], 0, 0
    for i in range(1, signed.size):
        rise = signed[i] - signed[last]
        if way * rise >= 0.0 and rise != 0.0:
            last, way = (i, way or int(np.sign(rise)))
        elif abs(rise) > TURN:
            found.append(last / (signed.size - 1))
            last, way = i, -way
    return np.array(found)


def _columns(samples: Samples, coordinate: Coordinate, weights: Array | None) -> Array:
    x = coordinate.to_x(np.linspace(0.0, 1.0, NODES))
    low, high = samples.interval
    share = np.ones_like(samples.x) if weights is None else weights
    bend = _bend(samples)
    root = np.sqrt(np.abs(bend))
    columns = np.empty((NODES, 5))
    columns[:, T] = (x - low) / (high - low)
    y = np.interp(x, samples.x, samples.y)
    columns[:, Y] = y - (y[0] + (y[-1] - y[0]) * columns[:, T])
    for column, density in ((ROOT, root), (SIGNED, root * np.sign(bend)), (SHARE, share)):
        columns[:, column] = np.interp(x, samples.x, _integral(density))
    columns[:, SIGNED] /= max(columns[-1, ROOT], 1e-300)
    columns[:, ROOT] /= max(columns[-1, ROOT], 1e-300)
    columns[:, SHARE] /= columns[-1, SHARE]
    columns[:, Y] /= max(float(np.ptp(columns[:, Y])), 1e-300)
    return columns


def _bend(samples: Samples) -> Array:
    """Return second differences (n,) over 1/256 of the range, noise of rounding aside."""
    stride, y = max((samples.x.size - 1) // STRIDES, 1), samples.y
    bend = y[2 * stride :] - 2.0 * y[stride:-stride] + y[: -2 * stride]
    noise = 16.0 * np.finfo(np.float64).eps * float(np.abs(y).max())
    return np.pad(np.where(np.abs(bend) > noise, bend, 0.0), stride, mode="edge")


def _integral(density: Array) -> Array:
    return np.concatenate(([0.0], np.cumsum(0.5 * (density[1:] + density[:-1]))))
