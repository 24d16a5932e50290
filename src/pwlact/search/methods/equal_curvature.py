"""Equal shares of curvature: pieces of about equal error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact.errors import require
from pwlact.search.coordinate import curvature_coordinate
from pwlact.search.evaluators import Evaluator
from pwlact.search.methods.method import Method
from pwlact.search.placement import Placement
from pwlact.search.polish import moved_apart


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualCurvatureConfig:
    """Settings of equal shares."""

    floor: float = 0.02
    """Share of the largest sqrt|f''| that is added everywhere, so that straight parts have some width."""

    def __post_init__(self) -> None:
        require(0.0 < self.floor <= 1.0, "floor must be above 0 and at most 1", self.floor, "try 0.02")


def search(evaluator: Evaluator, config: EqualCurvatureConfig, _seed: int) -> Placement:
    """Return the points at u = k / N, k = 1 .. N - 1, of the curvature coordinate.

    u(x) is proportional to the integral of sqrt|f''|, plus a floor; N is the number of segments. The smallest maximum
    error of a line over a piece of width h is about h^2 |f''| / 16, so equal shares of u give about equal errors.
    Source: de Boor, A Practical Guide to Splines, ch. XII, knots for an interpolant of order 2.
    """
    shares = np.linspace(0.0, 1.0, evaluator.problem.segments + 1)[1:-1]
    points = curvature_coordinate(evaluator.samples, config.floor).to_x(shares)
    return Placement(points=moved_apart(evaluator, points[None, :])[0], evaluations=0)


EQUAL_CURVATURE = Method(
    name="curvature",
    title="equal shares of the integral of sqrt|f''|",
    search_reals=search,
    search_codes=search,
    config=EqualCurvatureConfig,
    search_own=search,
)
