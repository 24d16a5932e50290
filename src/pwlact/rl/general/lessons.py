"""Lessons: points of a random function that a descent from the policy's own walks found."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.search.coordinate import Coordinate
from pwlact.search.evaluators import RealEvaluator
from pwlact.search.general.descent import Descent, at_kinks, descend
from pwlact.search.general.network import Layers, Singles, forward
from pwlact.search.general.tables import Tables
from pwlact.search.general.walk import action_to, walk
from pwlact.search.polish import moved_apart

FEW = 12  # points, up to which more walks are tried
STEPS = {"lstsq": 4, "best": 6}  # of a descent, for each power
NOISE = 0.25  # of the further walks' actions
MIN_POINTS, MAX_POINTS = 3, 128
FARTHEST = 1.2  # action that is taught


def lesson(
    evaluator: RealEvaluator, coordinate: Coordinate, tables: Tables, layers: Layers, generator: np.random.Generator
) -> Array | None:
    """Return points (P,) in the coordinate for some P from 3 to 128: the best of a few descents from walks.

    The walks are one by equal errors, one of the policy, and up to 12 points three with noise. None where no descent
    ends well.
    """
    size = int(np.round(np.exp(generator.uniform(np.log(MIN_POINTS - 0.4), np.log(MAX_POINTS + 0.4)))))
    walks = 5 if size <= FEW else 2
    noise = np.where(np.arange(walks) < 2, 0.0, NOISE)[:, None] * generator.standard_normal((walks, size))
    guided = (np.arange(walks) > 0).astype(np.float64)
    walked = walk(
        tables, np.zeros(walks, dtype=np.int64), np.full(walks, size),
        lambda on, placed, _state, sight: guided[on] * forward(layers, sight) + noise[on, placed],
    ).u  # fmt: skip
    found = [_descended(evaluator, coordinate.to_x(u)) for u in walked]
    best = min((descent for descent in found if descent is not None), key=lambda descent: descent.level, default=None)
    if best is None:
        return None
    u = coordinate.to_u(best.points)
    return u if np.diff(u, prepend=0.0, append=1.0).min() > 0.0 else None


def _descended(evaluator: RealEvaluator, points: Array) -> Descent | None:
    points = moved_apart(evaluator, at_kinks(evaluator, points)[None, :])[0]
    try:
        descent = descend(evaluator, points, STEPS[evaluator.problem.fit])
    except np.linalg.LinAlgError:
        return None
    return descent if np.isfinite(descent.level) else None


def page(
    tables: Tables, rows: NDArray[np.int64], lessons: list[Array], noise: float, generator: np.random.Generator
) -> tuple[Singles, Singles, Singles]:
    """Return what is seen (n, SIZE), the actions (n,) to take there and their weights (n,), of walks along lessons.

    Each lesson is walked twice: exactly, and with noise in the actions, so that the policy learns to go on from where
    an inexact action led. Each lesson counts alike.

    Parameters
    ----------
    tables : Tables
        The functions.
    rows : ndarray, shape (lessons,)
        The function of each lesson.
    lessons : list of ndarray
        Points in the coordinate.
    noise : float
        Standard deviation of the noise.
    generator : Generator
        Draws the noise.
    """
    points = np.array([lesson.size for lesson in lessons])
    u = np.zeros((points.size, int(points.max())))
    for row, taught in zip(u, lessons, strict=True):
        row[: taught.size] = taught
    actions = np.zeros_like(u)

    def record(on: NDArray[np.int64], placed: int, state: Array, _sight: Singles) -> Array:
        actions[on, placed] = action_to(state, u[on, placed])
        return np.asarray(actions[on, placed])

    exact = walk(tables, rows, points, record, recorded=True)
    noisy = actions + noise * generator.standard_normal(u.shape)
    inexact = walk(tables, rows, points, lambda on, placed, _state, _sight: noisy[on, placed], recorded=True)
    kept = (np.arange(u.shape[1]) < points[:, None]) & (np.abs(actions) < FARTHEST)
    weights = np.broadcast_to((1.0 / points)[:, None], u.shape)[kept]
    return (
        np.concatenate((exact.seen[kept], inexact.seen[kept])),
        np.tile(actions[kept], 2).astype(np.float32),
        np.tile(weights, 2).astype(np.float32),
    )
