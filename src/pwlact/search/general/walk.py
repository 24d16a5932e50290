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
    states : ndarray, shape (n, P, COLUMNS)
        Where a walk stood before each step.
    seen : ndarray of float32, shape (n, P, SIZE)
        What was seen before each; no rows unless it is recorded.
    slopes : ndarray, shape (n, P, 2)
        Derivatives of each point by the one before it, and by its action; no rows unless they are recorded.
    """

    u: Array
    states: Array
    seen: Singles
    slopes: Array


class Origin(NamedTuple):
    """Where n walks begin: in earlier walks, which (n,) of them, before which steps (n,)."""

    walks: Walks
    which: NDArray[np.int64]
    steps: NDArray[np.int64]


Act = Callable[[NDArray[np.int64], int, Array, Singles], Array | Singles]
"""(Which walks, points placed, their states, what they see) to their actions."""


def walk(
    tables: Tables, rows: NDArray[np.int64], points: NDArray[np.int64], act: Act, origin: Origin | None = None,
    recorded: bool = False,
) -> Walks:  # fmt: skip
    """Walk n functions from their left ends, or on from earlier walks.

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
    origin : Origin, optional
        Where the walks begin, if not at the left ends.
    recorded : bool
        Whether what is seen, and the slopes, are kept.
    """
    n, most = rows.size, int(points.max())
    u, states, start = np.zeros((n, most)), np.zeros((n, most, COLUMNS)), np.zeros(n, dtype=np.int64)
    if origin is not None:
        u, states, start = origin.walks.u[origin.which], origin.walks.states[origin.which], origin.steps
    seen, slopes = (np.zeros((n * recorded, most, size)) for size in (SIZE, 2))
    kept = Walks(u, states, seen.astype(np.float32), slopes)
    for placed in range(int(start.min()), most):
        on = np.flatnonzero((points > placed) & (start <= placed))
        state, sight, slope = states[on, placed], np.empty((on.size, SIZE), dtype=np.float32), np.empty((on.size, 2))
        observe(*tables, rows[on], points[on], np.full(on.size, placed), state, sight)
        actions = np.asarray(act(on, placed, state, sight), dtype=np.float64)
        advance(tables.columns, tables.squares, tables.marks, rows[on], actions, state, slope)
        u[on, placed] = state[:, U]
        if placed + 1 < most:
            states[on, placed + 1] = state
        if recorded:
            kept.seen[on, placed], slopes[on, placed] = sight, slope
    return kept


def by_network(layers: Layers, noise: Array) -> Act:
    """Return the choice of a network, with noise (n, P) added."""
    return lambda on, placed, _state, sight: forward(layers, sight) + noise[on, placed]


def action_to(state: Array, u: Array) -> Array:
    """Return the actions (n,) that lead from states (n, 7) to points u (n,)."""
    gap, equal = u - state[:, U], state[:, END] - state[:, U]
    return np.asarray(np.log(np.maximum(gap, 1e-9) / equal) / np.log(SPREAD))
