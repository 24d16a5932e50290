"""Descent of J by steps of Newton's kind, the maximum error replaced by a norm of the errors that could be largest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.fit.contacts import contact_errors
from pwlact.search.evaluators import RealEvaluator
from pwlact.search.polish import min_width

STRIDE = 8  # least-squares values feel a breakpoint that is four pieces away by less than a hundredth
MOVE = 0.01  # of a point, as a share of the narrower gap beside it; of a value, as a share of J
LARGEST = 0.3  # step, as a share of a gap
SHARES = np.array([1.0, 0.3, 0.1])  # of a step, tried together
POWERS = (8.0, 16.0, 32.0, 64.0)
START_DAMPING, MAX_DAMPING = 1e-3, 1e3
FREE_POWER = 20.0  # from which on points at kinks may leave them
SETTLED = 1e-5  # gain of a step that ends a power


class Descent(NamedTuple):
    """Points (P,), the smoothed J that they reach, and the number of sets of points that were fitted."""

    points: Array
    level: float
    evaluations: int


class _Place(NamedTuple):
    """Breakpoints (m,), and how far values (m,) are off f where they are variables too; else values are fitted."""

    breakpoints: Array
    offsets: Array | None


def descend(
    evaluator: RealEvaluator, points: Array, steps: int, powers: tuple[float, ...] = POWERS, budget: float = np.inf
) -> Descent:
    """Lower the smoothed J of points (P,) by at most `steps` steps for each power, and about `budget` fits.

    J is smoothed: the maximum error is replaced by (sum_i c_i^q)^(1/q), the c_i being the errors at breakpoints and
    inside pieces, with powers q that grow. A step solves (H + damping) d = -g, with g the gradient of log J and H its
    second derivative without those of the c_i. Derivatives are differences, points far apart being moved together.
    Values that serve J are variables beside the points; least-squares values follow the points.
    """
    low, high = evaluator.problem.interval
    breakpoints = np.concatenate(([low], points, [high]))
    own = evaluator.problem.fit != "lstsq"
    place = _Place(breakpoints, None)
    if own:
        place = _Place(breakpoints, evaluator.fits(breakpoints[None, :]).values[0] - _on(evaluator, breakpoints))
    kinks = np.array(evaluator.problem.activation.kinks_inside(low, high))
    level, evaluations = np.inf, 1
    for power in powers:
        damping, kinks = START_DAMPING, kinks if power < FREE_POWER else np.empty(0)
        level = _level(evaluator, _errors(evaluator, [place])[0], power)
        for _ in range(steps):
            if evaluations >= budget:
                break
            moves = _moves(place, level, kinks)
            errors, by = _expand(evaluator, place, moves)
            step = _step(evaluator, errors, by, power, damping) * moves
            step *= _room(place, step, min_width(evaluator))
            trials = [_moved(place, share * step) for share in SHARES]
            levels = [_level(evaluator, found, power) for found in _errors(evaluator, trials)]
            evaluations += by.shape[1] if own else min(STRIDE, points.size) + 1 + len(trials)
            best = int(np.argmin(levels))
            if not levels[best] < level:
                damping *= 10.0
                if damping > MAX_DAMPING:
                    break
                continue
            damping = max(damping * (0.3 if best == 0 else 3.0), 1e-6)
            gain, place, level = level - levels[best], trials[best], levels[best]
            if gain < SETTLED * level:
                break
    return Descent(place.breakpoints[1:-1], level, evaluations)


def point_gradient(evaluator: RealEvaluator, points: Array, power: float) -> Array:
    """Return the gradient (P,) of the logarithm of the smoothed J by points (P,), values fitted."""
    low, high = evaluator.problem.interval
    place = _Place(np.concatenate(([low], points, [high])), None)
    moves = _moves(place, 0.0, np.empty(0))
    errors, by = _expand(evaluator, place, moves)
    return np.asarray(_gradient(evaluator, errors, by, power)[0] / moves)


def _errors(evaluator: RealEvaluator, places: list[_Place]) -> Array:
    rows = np.array([place.breakpoints for place in places])
    if places[0].offsets is None:
        values = evaluator.fits(rows).values
    else:
        values = _on(evaluator, rows) + np.array([place.offsets for place in places])
    return contact_errors(evaluator.samples, rows, values, evaluator.weights)


def _on(evaluator: RealEvaluator, x: Array) -> Array:
    """Return f at x, between samples, as `contact_errors` takes it."""
    return np.interp(x, evaluator.samples.x, evaluator.samples.y)


def _moves(place: _Place, level: float, kinks: Array) -> Array:
    """Return the moves by which differences are taken; points at kinks stay there."""
    gaps = np.diff(place.breakpoints)
    moves = MOVE * np.minimum(gaps[:-1], gaps[1:])
    moves[np.isin(place.breakpoints[1:-1], kinks)] = 0.0
    return moves if place.offsets is None else np.concatenate((moves, np.full(place.offsets.size, MOVE * level)))


def _moved(place: _Place, step: Array) -> _Place:
    size = place.breakpoints.size - 2
    breakpoints = place.breakpoints.copy()
    breakpoints[1:-1] += step[:size]
    return _Place(breakpoints, None if place.offsets is None else place.offsets + step[size:])


def _room(place: _Place, step: Array, width: float) -> float:
    """Return the largest share of a step, at most 1, that keeps each point within a part of its gaps."""
    size = place.breakpoints.size - 2
    room = LARGEST * np.maximum(np.diff(place.breakpoints) - width, 1e-300)
    return float(
        min(1.0, (np.where(step[:size] > 0.0, room[1:], room[:-1]) / np.maximum(np.abs(step[:size]), 1e-300)).min())
    )


def _expand(evaluator: RealEvaluator, place: _Place, moves: Array) -> tuple[Array, Array]:
    """Return the errors (3 m - 2,) and their changes (3 m - 2, variables) by each variable's move.

    Variables far apart are moved together, and a change belongs to the nearest moved one.
    """
    m, size = place.breakpoints.size, place.breakpoints.size - 2
    stride = STRIDE if place.offsets is None else 2
    groups = [(0, size, 0.0, min(stride, size))]
    if place.offsets is not None:
        groups.append((size, m, -1.0, 2))
    trials, colours = [place], []
    for first, count, offset, number in groups:
        for colour in range(number):
            step = np.zeros_like(moves)
            step[first + colour : first + count : stride] = moves[first + colour : first + count : stride]
            trials.append(_moved(place, step))
            colours.append((first, count, offset, colour))
    found = _errors(evaluator, trials)
    seats = np.concatenate((np.arange(m) - 1.0, np.arange(m - 1) - 0.5, np.arange(m - 1) - 0.5))
    by, index = np.zeros((found.shape[1], moves.size)), np.arange(found.shape[1])
    for trial, (first, count, offset, colour) in zip(found[1:], colours, strict=True):
        last = (count - 1 - colour) // stride
        nearest = np.clip(np.rint((seats - offset - colour) / stride), 0, last).astype(np.int64)
        by[index, first + colour + stride * nearest] = trial - found[0]
    return found[0], by


def _level(evaluator: RealEvaluator, errors: Array, power: float) -> float:
    """Return the smoothed J."""
    contacts, objective = (2 * errors.size + 1) // 3, evaluator.problem.objective
    return float(
        objective.max_weight * _norm(errors[:contacts], power) + objective.mean_weight * errors[contacts:].sum()
    )


def _norm(errors: Array, power: float) -> float:
    top = max(float(errors.max()), 1e-300)
    return float(top * ((errors / top) ** power).sum() ** (1.0 / power))


def _step(evaluator: RealEvaluator, errors: Array, by: Array, power: float, damping: float) -> Array:
    """Return the step, in units of the moves."""
    gradient, pull, norm, level = _gradient(evaluator, errors, by, power)
    contacts, objective = (2 * errors.size + 1) // 3, evaluator.problem.objective
    relative = errors[:contacts] / norm
    bend = (by[:contacts].T * relative ** (power - 2.0)) @ by[:contacts] - np.outer(pull, pull)
    bend *= objective.max_weight * (power - 1.0) / norm / level
    bend += gradient[:, None] * gradient
    return np.asarray(np.linalg.solve(bend + damping * np.eye(gradient.size), -gradient))


def _gradient(evaluator: RealEvaluator, errors: Array, by: Array, power: float) -> tuple[Array, Array, float, float]:
    """Return the gradient of the logarithm of the smoothed J, that of the norm, the norm and the smoothed J."""
    contacts, objective = (2 * errors.size + 1) // 3, evaluator.problem.objective
    norm, level = _norm(errors[:contacts], power), _level(evaluator, errors, power)
    pull = (errors[:contacts] / norm) ** (power - 1.0) @ by[:contacts]
    gradient = objective.max_weight * pull + objective.mean_weight * by[contacts:].sum(axis=0)
    return gradient / level, pull, norm, level


def at_kinks(evaluator: RealEvaluator, points: Array) -> Array:
    """Return points (P,), of which the nearest to each kink is moved there."""
    points = points.copy()
    for kink in evaluator.problem.activation.kinks_inside(*evaluator.problem.interval):
        points[int(np.abs(points - kink).argmin())] = kink
    return np.sort(points)
