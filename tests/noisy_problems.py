"""Problems of noisy data for tests: five true segments and normal noise."""

from __future__ import annotations

from typing import Any

import numpy as np
from strategies import Array

from pwlact import functions
from pwlact.data import data_of
from pwlact.search import Problem
from pwlact.search.problem import OBJECTIVES

TRUE_X, TRUE_Y = np.array([0.0, 2.0, 3.5, 6.0, 8.0, 10.0]), np.array([0.0, 3.0, 1.0, 2.0, -2.0, 0.0])


def true_segments(size: int = 120, sigma: float = 0.2, seed: int = 0, *, weighted: bool = False) -> tuple[Array, ...]:
    """Return x, y and, if asked for, weights 1 / variance of points about five segments."""
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(0.0, 10.0, size))
    scale = rng.uniform(0.5, 2.0, size) if weighted else np.ones(size)
    y = np.interp(x, TRUE_X, TRUE_Y) + sigma * scale * rng.normal(size=size)
    return (x, y, scale**-2.0) if weighted else (x, y)


def noisy_problem(*arrays: Array, segments: int = 5, objective: str = "mse", **settings: Any) -> Problem:
    """Return the problem of noisy data, with the fit that serves its objective."""
    activation = functions.from_data(data_of(*arrays, noisy=True))
    return Problem(
        activation=activation, interval=settings.pop("interval", activation.interval), segments=segments,
        objective=OBJECTIVES[objective],  # type: ignore[index]
        fit=settings.pop("fit", "minimax" if objective == "max" else "lstsq"), **settings,
    )  # fmt: skip
