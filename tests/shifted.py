"""A method of the tests: uniform points, shifted, with a bound and a detail of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact.search.evaluators import Evaluator
from pwlact.search.methods import Method, Placement


@dataclass(frozen=True, kw_only=True)
class Settings:
    shift: float = 0.25


def _place(evaluator: Evaluator, config: Settings, _seed: int) -> Placement:
    points = np.linspace(*evaluator.problem.interval, evaluator.problem.segments + 1)[1:-1] + config.shift
    return Placement(points=points, evaluations=3, lower_bound=1e9, details={"told": 1})


SHIFTED = Method(name="global", title="uniform, shifted", search_reals=_place, search_codes=_place, config=Settings)
