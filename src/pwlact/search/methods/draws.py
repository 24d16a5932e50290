"""Random sets of points for the methods that use chance."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.search.evaluators import Evaluator
from pwlact.search.polish import min_width


def uniform_points(evaluator: Evaluator, generator: np.random.Generator, count: int) -> Array:
    """Return `count` sets of points (count, P), uniform over all sets whose segments are wide enough."""
    return _between(evaluator, generator, count, evaluator.problem.interval[0], evaluator.problem.points)


def mirrored_points(evaluator: Evaluator, generator: np.random.Generator, count: int) -> Array:
    """Return `count` sets of points (count, P) that are symmetric about 0; an odd number of points includes 0.

    Raises
    ------
    ConfigError
        If the range is not symmetric about 0.
    """
    low, high = evaluator.problem.interval
    if low != -high:
        raise ConfigError(f"mirrored points need a range symmetric about 0, got {low:g} {high:g}; try kind continuous")
    size = evaluator.problem.points
    right = _between(evaluator, generator, count, 0.0, size // 2)
    centre = np.zeros((count, size % 2))
    return np.concatenate((-right[:, ::-1], centre, right), axis=1)


def _between(evaluator: Evaluator, generator: np.random.Generator, count: int, low: float, size: int) -> Array:
    """Return `size` points between `low` and the end of the range: sorted uniforms plus the least widths."""
    width = min_width(evaluator)
    free = evaluator.problem.interval[1] - low - width * (size + 1)
    uniform = np.sort(generator.random((count, size)), axis=1)
    return np.asarray(low + free * uniform + width * np.arange(1, size + 1))


def grid_points(evaluator: Evaluator, generator: np.random.Generator, count: int, step: float) -> Array:
    """Return `count` sets (count, P) of distinct multiples of `step`, uniform over all of them.

    Raises
    ------
    ConfigError
        If the range holds fewer multiples than points.
    """
    size, (low, high), width = evaluator.problem.points, evaluator.problem.interval, min_width(evaluator)
    # On a grid finer than the narrowest segment, neighbours would be too close.
    stride = max(1, int(np.ceil(width / step - 1e-6)))
    first, last = int(np.ceil((low + width) / step / stride)), int(np.floor((high - width) / step / stride))
    room = last - first + 1
    if room < size:
        raise ConfigError(
            f"the range {low:g} {high:g} must hold {size} points on a grid of {step:g}, got room for {max(room, 0)}; "
            "choose a finer grid or fewer segments"
        )
    sets = [generator.choice(room, size, replace=False, shuffle=False) for _ in range(count)]
    indices = np.sort(np.array(sets, dtype=np.int64).reshape(count, size), axis=1)
    return np.asarray((first + indices) * (stride * step))
