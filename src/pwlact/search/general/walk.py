"""Walks of the policy: points of functions, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.search.general.network import Layers, Singles, forward
from pwlact.search.general.tables import Tables
from pwlact.search.general.walk_kernels import COLUMNS, END, SIZE, SPREAD, U, advance, observe


class Walks(NamedTuple):
    """What n walks did, for up to P points; what lies past a walk's own number of points is 0.

    Parameters
    ----------
    u : ndarray, shape (n, P)
        The points in the coordinate.
    seen : ndarray of float32, shape (n, P, SIZE)
        What was seen before each.
    slopes : ndarray, shape (n, P, 2)
        Derivatives of each point by the one before it, and by its action.
    """

    u: Array
    seen: Singles
    slopes: Array


Act = Callable[[NDArray[np.int64], int, Array, Singles], Array | Singles]
"""(Which walks, points placed, their states, what they see) to their actions."""


def walk(tables: Tables, rows: NDArray[np.int64], points: NDArray[np.int64], act: Act) -> Walks:
    """Walk n functions from their left ends.

    Parameters
    ----------
    tables : Tables
        The functions.
    rows : ndarray, shape (n,)
        The function of each walk.
    points : ndarray, shape (n,)
        Number of points of each walk.
    act : callable
        Chooses the actions.
    """
    n, most = rows.size, int(points.max())
    u, seen, slopes = np.zeros((n, most)), np.zeros((n, most, SIZE), dtype=np.float32), np.zeros((n, most, 2))
    walks = np.zeros((n, COLUMNS))
    for placed in range(most):
        on = np.flatnonzero(points > placed)
        state, sight, slope = walks[on], np.empty((on.size, SIZE), dtype=np.float32), np.empty((on.size, 2))
        observe(*tables, rows[on], points[on], np.full(on.size, placed), state, sight)
        actions = np.asarray(act(on, placed, state, sight), dtype=np.float64)
        advance(tables.columns, tables.squares, tables.marks, rows[on], actions, state, slope)
        walks[on], seen[on, placed], slopes[on, placed], u[on, placed] = state, sight, slope, state[:, U]
    return Walks(u, seen, slopes)


def by_network(layers: Layers, noise: Array) -> Act:
    """Return the choice of a network, with noise (n, P) added."""
    return lambda on, placed, _state, sight: forward(layers, sight) + noise[on, placed]


def along(u: Array) -> Act:
    """Return the choice that leads from where a walk is to the next of given points (n, P)."""
    return lambda on, placed, state, _sight: action_to(state, u[on, placed])


def action_to(state: Array, u: Array) -> Array:
    """Return the actions (n,) that lead from states (n, 7) to points u (n,)."""
    gap, equal = u - state[:, U], state[:, END] - state[:, U]
    return np.asarray(np.log(np.maximum(gap, 1e-9) / equal) / np.log(SPREAD))
