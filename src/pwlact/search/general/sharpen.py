"""The last steps to a local minimum of J: linear programmes within a region of trust."""

from __future__ import annotations

from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.search.evaluators import RealEvaluator
from pwlact.search.general.expansion import Place, errors_of, expand, moved, moves_of, place_of, room_of
from pwlact.search.polish import min_width
from pwlact.search.problem import Objective

ROUND, MOVED = 100, 6.0  # sets of a round, and points that are moved in each
FIRST, LEAST = 8.0, 0.05  # radius of trust, in moves
SHARES = (1.0, 0.5)  # of a step, tried together


def sharpen(evaluator: RealEvaluator, points: Array, budget: float) -> tuple[Array, int]:
    """Lower J of points (P,) by about `budget` fits; return the points, and the number of fits.

    A step minimises w_mean sum_k (s_k + s_k' d) + w_max t, with c_i + c_i' d <= t and |d_j| at most the radius of
    trust: the c_i are the errors at breakpoints and inside pieces, the s_k the pieces' shares of the mean error. The
    radius grows where J falls, and shrinks where it does not. Source: Fletcher & Sainz de la Maza, Math. Programming 43
    (1989) 235, successive linear programming.
    """
    place, spent, radius = place_of(evaluator, points), 1, FIRST
    objective, width, none = evaluator.problem.objective, min_width(evaluator), np.empty(0)
    best = _objective(objective, errors_of(evaluator, [place])[0])
    while spent < budget and radius > LEAST:
        moves = moves_of(place, best, none)
        errors, by = expand(evaluator, place, moves)
        step = _programme(objective, errors, by, *_bounds(place, moves, radius, width)) * moves
        trials = [moved(place, share * step) for share in SHARES]
        reached = [_objective(objective, found) for found in errors_of(evaluator, trials)]
        spent += 9 + len(trials)
        k = int(np.argmin(reached))
        if reached[k] < best:
            radius *= 1.5 if k == 0 else 0.7
            place, best = trials[k], reached[k]
        else:
            radius *= 0.25
    return place.breakpoints[1:-1], spent


def _objective(objective: Objective, errors: Array) -> float:
    contacts = (2 * errors.size + 1) // 3
    return float(objective.max_weight * errors[:contacts].max() + objective.mean_weight * errors[contacts:].sum())


def _bounds(place: Place, moves: Array, radius: float, width: float) -> tuple[Array, Array]:
    """Return the least and the largest step (variables,), in moves."""
    least, most = np.full(moves.size, -radius), np.full(moves.size, radius)
    left, right = room_of(place, width)
    size = left.size
    least[:size] = np.maximum(least[:size], -left / moves[:size])
    most[:size] = np.minimum(most[:size], right / moves[:size])
    return least, most


def _programme(objective: Objective, errors: Array, by: Array, least: Array, most: Array) -> Array:
    """Return the step that minimises the linear model of J; no step where HiGHS finds none."""
    from scipy.optimize import linprog  # slow to import

    contacts, top = (2 * errors.size + 1) // 3, errors.max()
    cost = np.append(objective.mean_weight * by[contacts:].sum(axis=0), objective.max_weight * top) / top
    rows = np.column_stack((by[:contacts] / top, np.full(contacts, -1.0)))
    bounds = np.column_stack((np.append(least, 0.0), np.append(most, np.inf)))
    solve: Any = linprog
    found = solve(cost, A_ub=rows, b_ub=-errors[:contacts] / top, bounds=bounds, method="highs")
    return np.zeros(least.size) if found.x is None else np.asarray(found.x[:-1])


def between_samples(
    evaluator: RealEvaluator, points: Array, objective: float, budget: int, generator: np.random.Generator
) -> tuple[Array, float]:
    """Return points (P,) with a lower J on the sampling grid, and that J, by `budget` fits.

    An error peaks at a breakpoint, so it is measured least where that is halfway between samples. In rounds of
    100, a few points of the best set, moved halfway, are moved on by one sample.
    """
    low, step, best = evaluator.samples.interval[0], evaluator.samples.step, points
    halfway = low + (np.floor((points - low) / step) + 0.5) * step
    while budget > 0:
        count, chance = min(budget, ROUND), min(1.0, MOVED / points.size)
        budget -= count
        moves = generator.choice((-1.0, 1.0), (count, points.size)) * (generator.random((count, points.size)) < chance)
        moves[0] = 0.0
        trials = halfway + step * moves
        reached = evaluator.objectives(trials)
        k = int(reached.argmin())
        if reached[k] < objective:
            best, objective = trials[k], float(reached[k])
            halfway = best
    return best, objective
