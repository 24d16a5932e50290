"""Descent of J by steps of Newton's kind, the maximum error replaced by a norm of the errors that could be largest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.search.evaluators import RealEvaluator
from pwlact.search.general.expansion import Place, errors_of, expand, moved, moves_of, place_of, room_of
from pwlact.search.polish import min_width
from pwlact.search.problem import Objective

SHARES = np.array([1.0, 0.3, 0.1])  # of a step, tried together
POWERS = (8.0, 16.0, 32.0, 64.0)
START_DAMPING, LEAST_DAMPING, MAX_DAMPING = 1e-3, 1e-6, 1e3
FREE_POWER = 20.0  # from which on points at kinks may leave them
SETTLED = 1e-5  # gain of a step that ends a power


class Descent(NamedTuple):
    """Points (P,), the smoothed J that they reach, and the number of sets of points that were fitted."""

    points: Array
    level: float
    evaluations: int


def descend(evaluator: RealEvaluator, points: Array, steps: int, budget: float = np.inf) -> Descent:
    """Lower the smoothed J of points (P,) by at most `steps` steps for each power, and about `budget` fits.

    J is smoothed: the maximum error is replaced by (sum_i c_i^q)^(1/q), the c_i being the errors at breakpoints and
    inside pieces, for q = 8, 16, 32 and 64. A step solves (H + damping) d = -g, with g the gradient of log J and H its
    second derivative without those of the c_i: Levenberg, Quart. Appl. Math. 2 (1944) 164. Derivatives are differences.
    Values that serve J are variables beside the points; least-squares values follow the points.

    Raises
    ------
    LinAlgError
        If the errors are not finite.
    """
    kinks = np.array(evaluator.problem.activation.kinks_inside(*evaluator.problem.interval))
    place, level, evaluations = place_of(evaluator, points), np.inf, 1
    for power in POWERS:
        kinks = kinks if power < FREE_POWER else np.empty(0)
        place, level, spent = _lowered(evaluator, place, power, kinks, steps, budget - evaluations)
        evaluations += spent
    return Descent(place.breakpoints[1:-1], level, evaluations)


def _lowered(
    evaluator: RealEvaluator, place: Place, power: float, kinks: Array, steps: int, budget: float
) -> tuple[Place, float, int]:
    """Return a place with a lower smoothed J, that J, and the number of fits."""
    objective, damping, spent = evaluator.problem.objective, START_DAMPING, 0
    level = _level(objective, errors_of(evaluator, [place])[0], power)
    for _ in range(steps):
        if spent >= budget or damping > MAX_DAMPING:
            break
        moves = moves_of(place, level, kinks)
        errors, by = expand(evaluator, place, moves)
        step = _step(objective, errors, by, power, damping) * moves
        step *= _share(place, step, min_width(evaluator))
        trials = [moved(place, share * step) for share in SHARES]
        levels = [_level(objective, found, power) for found in errors_of(evaluator, trials)]
        spent += 9 + len(trials)
        best = int(np.argmin(levels))
        if not levels[best] < level:
            damping *= 10.0
            continue
        damping = max(damping * (0.3 if best == 0 else 3.0), LEAST_DAMPING)
        gain, place, level = level - levels[best], trials[best], levels[best]
        if gain < SETTLED * level:
            break
    return place, level, spent


def _share(place: Place, step: Array, width: float) -> float:
    """Return the largest share of a step, at most 1, for which there is room."""
    left, right = room_of(place, width)
    points = step[: left.size]
    room = np.where(points > 0.0, right, left)
    return float(min(1.0, (room / np.maximum(np.abs(points), 1e-300)).min()))


def point_gradient(evaluator: RealEvaluator, points: Array, power: float) -> Array:
    """Return the gradient (P,) of the logarithm of the smoothed J by points (P,), with values by least squares."""
    place = place_of(evaluator, points)
    moves = moves_of(place, 0.0, np.empty(0))
    errors, by = expand(evaluator, place, moves)
    return np.asarray(_gradient(evaluator.problem.objective, errors, by, power)[0] / moves)


def _level(objective: Objective, errors: Array, power: float) -> float:
    """Return the smoothed J."""
    contacts = (2 * errors.size + 1) // 3
    return float(
        objective.max_weight * _norm(errors[:contacts], power) + objective.mean_weight * errors[contacts:].sum()
    )


def _norm(errors: Array, power: float) -> float:
    top = max(float(errors.max()), 1e-300)
    return float(top * ((errors / top) ** power).sum() ** (1.0 / power))


def _step(objective: Objective, errors: Array, by: Array, power: float, damping: float) -> Array:
    """Return the step, in units of the moves."""
    gradient, pull, norm, level = _gradient(objective, errors, by, power)
    contacts = (2 * errors.size + 1) // 3
    relative = errors[:contacts] / norm
    bend = (by[:contacts].T * relative ** (power - 2.0)) @ by[:contacts] - np.outer(pull, pull)
    bend *= objective.max_weight * (power - 1.0) / norm / level
    bend += np.outer(gradient, gradient)
    return np.asarray(np.linalg.solve(bend + damping * np.eye(gradient.size), -gradient))


def _gradient(objective: Objective, errors: Array, by: Array, power: float) -> tuple[Array, Array, float, float]:
    """Return the gradient of the logarithm of the smoothed J, that of the norm, the norm and the smoothed J."""
    contacts = (2 * errors.size + 1) // 3
    norm, level = _norm(errors[:contacts], power), _level(objective, errors, power)
    pull = (errors[:contacts] / norm) ** (power - 1.0) @ by[:contacts]
    gradient = objective.max_weight * pull + objective.mean_weight * by[contacts:].sum(axis=0)
    return gradient / level, pull, norm, level


def at_kinks(evaluator: RealEvaluator, points: Array) -> Array:
    """Return points (P,), of which the nearest to each kink is moved there."""
    points = points.copy()
    for kink in evaluator.problem.activation.kinks_inside(*evaluator.problem.interval):
        points[int(np.abs(points - kink).argmin())] = kink
    return np.sort(points)
