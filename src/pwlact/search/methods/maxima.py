"""Breakpoints at the curvature's maxima, then in the worst segments (Li et al. 2022)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.functions import curvature_maxima
from pwlact.search.evaluators import Evaluator
from pwlact.search.methods.method import Method
from pwlact.search.placement import Placement
from pwlact.search.polish import min_width, moved_apart

ROUNDING = 1e-13  # of the function's largest value; smaller errors count as zero


@dataclass(frozen=True, slots=True, kw_only=True)
class MaximaConfig:
    """Curvature maxima have no settings."""


def search(evaluator: Evaluator, _config: MaximaConfig, _seed: int) -> Placement:
    """Return points at the local maxima of kappa = |f''| / (1 + f'^2)^1.5, where kinks count as infinite.

    Of too many maxima the highest are taken. While there are too few, the segment with the largest error of its chord
    is halved, the widest of equal ones.
    Source of the maxima: Li et al., Electronics 11 (2022) 1365, doi 10.3390/electronics11091365; the rest is ours.
    """
    size = evaluator.problem.points
    positions, heights = _peaks(evaluator)
    highest = np.argsort(-heights, kind="stable")[:size]
    points = moved_apart(evaluator, np.sort(positions[highest])[None, :])[0]
    while points.size < size:
        points = _split(evaluator, points)
    return Placement(points=moved_apart(evaluator, points[None, :])[0], evaluations=0, details={"maxima": highest.size})


def _peaks(evaluator: Evaluator) -> tuple[Array, Array]:
    """Return kinks and curvature maxima inside the range, with their heights."""
    activation, (low, high) = evaluator.problem.activation, evaluator.problem.interval
    kinks = np.array(activation.kinks_inside(low, high))
    smooth, kappa = curvature_maxima(activation, (low, high))
    return np.concatenate((kinks, smooth)), np.concatenate((np.full(kinks.size, np.inf), kappa))


def _split(evaluator: Evaluator, points: Array) -> Array:
    """Halve the segment with the largest error of its chord."""
    low, high = evaluator.problem.interval
    breakpoints = np.concatenate(([low], points, [high]))
    widths = np.diff(breakpoints)
    errors = np.where(widths > 2.0 * min_width(evaluator), _chord_errors(evaluator, breakpoints), -1.0)
    worst = np.lexsort((widths, errors))[-1]
    return np.insert(points, worst, 0.5 * (breakpoints[worst] + breakpoints[worst + 1]))


def _chord_errors(evaluator: Evaluator, breakpoints: Array) -> Array:
    """Return the largest |chord - f| of each segment, on the samples."""
    x, y = evaluator.samples.x, evaluator.samples.y
    error = np.abs(np.interp(x, breakpoints, evaluator.problem.activation(breakpoints)) - y)
    error[error < ROUNDING * float(np.abs(y).max())] = 0.0
    return np.asarray(np.maximum.reduceat(error, np.searchsorted(x, breakpoints[:-1])))


MAXIMA = Method(
    name="maxima",
    title="curvature maxima, then halves of the worst segments",
    search_reals=search,
    search_codes=search,
    config=MaximaConfig,
)
