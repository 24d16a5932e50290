"""The tables of the study of predictions: of one function, placed in many ways, good and bad ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pwlact import functions
from pwlact.fit.density import density_of
from pwlact.functions import Activation, Interval
from pwlact.pwl import PWL, make_pwl
from pwlact.search.evaluators import make_real_evaluator
from pwlact.search.methods import METHODS
from pwlact.search.problem import Problem, objective_named
from pwlact.search.solve import solve

WIDE = (-8.0, 8.0)
NARROW = (-5.0, 5.0)
COUNTS = (3, 4, 6, 8, 12, 16)
NOISES = (0.3, 1.0)  # standard deviation of moved values, relative to the table's root mean square error
SEEDS = (0, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A table, and how it was made."""

    way: str
    segments: int
    interval: Interval
    pwl: PWL

    @property
    def name(self) -> str:
        """A name, unique in the study."""
        low, high = self.interval
        return f"{self.way} {self.segments} [{low:g}, {high:g}]"


def tables(function: str, profile: Path) -> Iterator[Named]:
    """Yield the tables of a function, by the profile of a network that has it."""
    activation = functions.get(function)
    for segments in COUNTS:
        for method, objective in (("uniform", "mse"), ("minimax", "max"), ("dp", "mse")):
            yield _solved(activation, method, method, objective, segments, WIDE)
        for kind in ("density", "sensitivity"):
            text = str(profile) if kind == "density" else f"{profile}:{kind}"
            yield _solved(activation, kind, "dp", "mse", segments, WIDE, text)
    for segments in COUNTS[1:5]:
        for method, objective in (("uniform", "mse"), ("minimax", "max"), ("dp", "mse")):
            yield _solved(activation, method, method, objective, segments, NARROW)
        for seed in SEEDS:
            yield _random(activation, segments, seed)
        good = _solved(activation, "sensitivity", "dp", "mse", segments, WIDE, f"{profile}:sensitivity")
        for noise in NOISES:
            yield _noisy(activation, good, noise)


def _solved(
    activation: Activation,
    way: str,
    method: str,
    objective: str,
    segments: int,
    interval: Interval,
    text: str | None = None,
) -> Named:
    problem = Problem(
        activation=activation,
        interval=interval,
        segments=segments,
        fit="minimax" if objective == "max" else "lstsq",
        objective=objective_named("max" if objective == "max" else "mse"),
        density=None if text is None else density_of(text, activation.name),
    )
    chosen = METHODS[method]
    return Named(way=way, segments=segments, interval=interval, pwl=solve(problem, chosen, chosen.config(), 0).pwl)


def _random(activation: Activation, segments: int, seed: int) -> Named:
    """Return least squares on random points, no two of which are nearer than a tenth of the mean width."""
    problem = Problem(activation=activation, interval=WIDE, segments=segments, objective=objective_named("mse"))
    gaps = 0.1 + np.random.default_rng([segments, seed]).exponential(size=segments)
    points = WIDE[0] + (WIDE[1] - WIDE[0]) * np.cumsum(gaps)[:-1] / gaps.sum()
    pwl = make_real_evaluator(problem).candidate(points).pwl
    return Named(way=f"random {seed}", segments=segments, interval=WIDE, pwl=pwl)


def _noisy(activation: Activation, table: Named, noise: float) -> Named:
    """Return a table with its values moved at random, by a share of its own error."""
    x = np.linspace(*table.interval, 4001)
    error = float(np.sqrt(np.mean((table.pwl(x) - activation(x)) ** 2)))
    drawn = np.random.default_rng([table.segments, round(10 * noise)]).normal(size=table.segments + 1)
    pwl = make_pwl(activation, table.pwl.breakpoints, table.pwl.values + noise * error * drawn)
    return Named(way=f"{table.way} + noise {noise:g}", segments=table.segments, interval=table.interval, pwl=pwl)
