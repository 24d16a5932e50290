"""How the errors of an approximation change with its points, and with values that are variables too, by a few fits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.fit.contacts import contact_errors
from pwlact.search.evaluators import RealEvaluator

STRIDE = 8  # least-squares values feel a breakpoint that is four pieces away by less than a hundredth
MOVE = 0.01  # of a point, as a share of the narrower gap beside it; of a value, as a share of J
LARGEST = 0.3  # step, as a share of a gap


class Place(NamedTuple):
    """Breakpoints (m,), and how far values (m,) are off f where they are variables too; else values are fitted."""

    breakpoints: Array
    offsets: Array | None


def place_of(evaluator: RealEvaluator, points: Array) -> Place:
    """Return points (P,) as a place; values that serve J become variables, least-squares values follow the points."""
    low, high = evaluator.problem.interval
    breakpoints = np.concatenate(([low], points, [high]))
    if evaluator.problem.fit == "lstsq":
        return Place(breakpoints, None)
    return Place(breakpoints, evaluator.fits(breakpoints[None, :]).values[0] - _on_f(evaluator, breakpoints))


def errors_of(evaluator: RealEvaluator, places: list[Place]) -> Array:
    """Return the errors (n, 3 m - 2) of n places, see `contact_errors`."""
    rows = np.array([place.breakpoints for place in places])
    if places[0].offsets is None:
        values = evaluator.fits(rows).values
    else:
        values = _on_f(evaluator, rows) + np.array([place.offsets for place in places])
    return contact_errors(evaluator.samples, rows, values, evaluator.weights)


def moves_of(place: Place, level: float, kinks: Array) -> Array:
    """Return the moves (variables,) by which differences are taken, `level` being about J; points at kinks stay."""
    gaps = np.diff(place.breakpoints)
    moves = MOVE * np.minimum(gaps[:-1], gaps[1:])
    moves[np.isin(place.breakpoints[1:-1], kinks)] = 0.0
    return moves if place.offsets is None else np.concatenate((moves, np.full(place.offsets.size, MOVE * level)))


def moved(place: Place, step: Array) -> Place:
    """Return a place after a step (variables,)."""
    size = place.breakpoints.size - 2
    breakpoints = place.breakpoints.copy()
    breakpoints[1:-1] += step[:size]
    return Place(breakpoints, None if place.offsets is None else place.offsets + step[size:])


def room_of(place: Place, width: float) -> tuple[Array, Array]:
    """Return how far each point (P,) may move to the left and to the right in a step, pieces keeping a width."""
    room = LARGEST * np.maximum(np.diff(place.breakpoints) - width, 0.0)
    return room[:-1], room[1:]


def expand(evaluator: RealEvaluator, place: Place, moves: Array) -> tuple[Array, Array]:
    """Return the errors (3 m - 2,) of a place and their changes (3 m - 2, variables) by each variable's move.

    Variables far apart are moved together, and a change belongs to the nearest moved one.
    """
    m = place.breakpoints.size
    groups = _groups(place)
    trials = [place]
    for group in groups:
        step = np.zeros_like(moves)
        step[group] = moves[group]
        trials.append(moved(place, step))
    found = errors_of(evaluator, trials)
    seats = np.concatenate((np.arange(m), np.arange(m - 1) + 0.5, np.arange(m - 1) + 0.5))
    by, index = np.zeros((found.shape[1], moves.size)), np.arange(found.shape[1])
    for trial, group in zip(found[1:], groups, strict=True):
        variables = np.arange(moves.size)[group]
        at = variables + 1 if variables[0] < m - 2 else variables - (m - 2)  # their breakpoints
        stride = group.step
        nearest = np.clip(np.rint((seats - at[0]) / stride), 0, at.size - 1).astype(np.int64)
        by[index, variables[nearest]] = trial - found[0]
    return found[0], by


def _groups(place: Place) -> list[slice]:
    """Return groups of variables that are moved together: points, then values."""
    size = place.breakpoints.size - 2
    if place.offsets is None:
        return [slice(k, size, STRIDE) for k in range(min(STRIDE, size))]
    points = [slice(k, size, 2) for k in range(min(2, size))]
    return [*points, *(slice(size + k, 2 * size + 2, 2) for k in range(2))]


def _on_f(evaluator: RealEvaluator, x: Array) -> Array:
    """Return f at x, between samples, as `contact_errors` takes it."""
    return np.interp(x, evaluator.samples.x, evaluator.samples.y)
