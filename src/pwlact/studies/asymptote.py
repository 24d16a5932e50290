"""The error that the best placement nears as the segments grow many."""

from __future__ import annotations

import numpy as np

from pwlact.search.evaluators import Evaluator


def asymptote(evaluator: Evaluator) -> tuple[float, int]:
    """Return c and n of c / segments^n, which the smallest error nears as the segments grow, breakpoints being free.

    Parameters
    ----------
    evaluator : Evaluator
        The problem, its objective max or mse, with its samples on a uniform grid.

    Returns
    -------
    c, n : float, int
        c in the unit of the objective; n is 2 for the maximum error and 4 for the mean square error.

    Notes
    -----
    A line on a short piece of width h, where f is about a parabola, misses it by |f''| h^2 / 16 at most, or by
    f''^2 h^4 / 720 in the mean square. Widths that make all pieces equally bad give

    max:  (int sqrt|f''| dx)^2 / 16
    mse:  (int (w f''^2)^(1/5) dx)^5 / 720, with the inputs' density w, 1 / (b_m - b_1) where it is uniform.

    Both hold for continuous and for separate pieces: on a parabola in equal steps the best separate lines meet.
    """
    samples, problem = evaluator.samples, evaluator.problem
    middle = 0.5 * (samples.x[1:] + samples.x[:-1])  # never on a kink that is a sample
    bend = np.abs(problem.activation.d2f(middle))
    errors = problem.objective.weight
    if errors is not None:  # an error counts w times, and so does the bend that makes it
        bend = bend * errors.on(middle, problem.activation.f(middle))
    if problem.objective.max_weight:
        return float(np.sum(np.sqrt(bend)) * samples.step) ** 2 / 16, 2
    low, high = problem.interval
    weight = (
        np.full(samples.x.size, 1 / (high - low)) if evaluator.weights is None else evaluator.weights / samples.step
    )
    between = 0.5 * (weight[1:] + weight[:-1])
    return float(np.sum((between * bend**2) ** 0.2) * samples.step) ** 5 / 720, 4
