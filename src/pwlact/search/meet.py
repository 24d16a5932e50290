"""Constraints met to the last bit: values of a PWL that keeps them up to rounding are moved by that."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.search.problem import Problem

REACH = 12  # last places by which a value is moved at most
ROUNDS = 4  # where several values are to be met in one segment


def met(problem: Problem, breakpoints: Array, values: Array, direction: int) -> Array:
    """Return values that keep a problem's constraints and pins exactly, as linear interpolation in doubles computes it.

    Values to be met inside a segment are met by moving its two ends by a few last places. Where none of these moves
    gives the value, which is rare, the nearest is taken: it is a last place off.

    Parameters
    ----------
    problem : Problem
        Constraints and pins.
    breakpoints, values : ndarray, shape (m,)
        A PWL that keeps them up to rounding.
    direction : int
        1 for values that never fall, -1 for values that never rise, 0 for any.
    """
    asked, values = problem.constraints, values.copy()
    if direction:
        values = direction * np.maximum.accumulate(direction * values)
    if asked.non_negative:
        values = np.maximum(values, 0.0)
    fixed = _fixed(problem, breakpoints)
    for j, value in fixed.items():
        values[j] = value
    for _ in range(ROUNDS):
        for x, y in asked.through:
            _meet(x, y, breakpoints, values, fixed)
    return values


def _fixed(problem: Problem, breakpoints: Array) -> dict[int, float]:
    """Return the values that are given at breakpoints, by index."""
    asked, last = problem.constraints, breakpoints.size - 1
    fixed = {j: pin for j, pin in zip((0, last), problem.pins, strict=True) if pin is not None}
    if asked.last is not None:
        fixed |= {last - 1: asked.last, last: asked.last}
    return fixed | {int(j): y for x, y in asked.through for j in np.flatnonzero(breakpoints == x)}


def _meet(x: float, y: float, breakpoints: Array, values: Array, fixed: dict[int, float]) -> None:
    """Move the ends of the segment that holds x, in place, for p(x) = y: the nearer, then both by last places."""
    j = int(np.clip(np.searchsorted(breakpoints, x, side="right") - 1, 0, breakpoints.size - 2))
    if x in breakpoints or np.interp(x, breakpoints, values) == y:
        return
    share = (x - breakpoints[j]) / (breakpoints[j + 1] - breakpoints[j])
    off = y - np.interp(x, breakpoints, values)
    if (share < 0.5 or j + 1 in fixed) and j not in fixed:
        values[j] += off / (1.0 - share)
    elif j + 1 not in fixed:
        values[j + 1] += off / share
    steps = np.arange(-REACH, REACH + 1)
    left = values[j] + (0 * steps if j in fixed else steps)[:, None] * np.spacing(values[j])
    right = values[j + 1] + (0 * steps if j + 1 in fixed else steps) * np.spacing(values[j + 1])
    found = (right - left) / (breakpoints[j + 1] - breakpoints[j]) * (x - breakpoints[j]) + left
    cost = np.abs(found - y) / np.spacing(max(abs(y), 1e-300)) * 1e6 + np.abs(steps)[:, None] + np.abs(steps)
    i, k = np.unravel_index(int(np.argmin(cost)), cost.shape)
    values[j], values[j + 1] = left[i, 0], right[k]
