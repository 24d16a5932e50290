"""Segments of equal width."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact.search.evaluators import Evaluator
from pwlact.search.methods.method import Method
from pwlact.search.placement import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class UniformConfig:
    """Equal widths have no settings."""


def search(evaluator: Evaluator, _config: UniformConfig, _seed: int) -> Placement:
    """Return the points at equal distances."""
    problem = evaluator.problem
    return Placement(points=np.linspace(*problem.interval, problem.segments + 1)[1:-1], evaluations=0)


UNIFORM = Method(
    name="uniform",
    title="segments of equal width",
    search_reals=search,
    search_codes=search,
    search_data=search,
    config=UniformConfig,
    search_own=search,
)
