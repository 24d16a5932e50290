"""To be replaced by what fit/ gives."""

from __future__ import annotations

import dataclasses

import numpy as np

from pwlact._types import Array
from pwlact.datapath import UnitSpec
from pwlact.fit import Density
from pwlact.fit.profile import EDGES, SiteProfile
from pwlact.search.codes.rounded import rounded_after
from pwlact.search.evaluators import make_unit_evaluator
from pwlact.search.problem import objective_named
from pwlact.search.result import Result
from pwlact.settings.problem import held

FLOOR = 1e-6


def site_density(site: SiteProfile, text: str) -> Density:
    """Return the sensitivity of a site as a density."""
    assert site.squares is not None
    heights = site.squares / np.diff(EDGES)
    heights = heights + FLOOR * heights.max()

    def weight(x: Array) -> Array:
        cell = np.clip(np.searchsorted(EDGES, x, side="right") - 1, 0, heights.size - 1)
        return np.asarray(heights[cell])

    return Density(text=text, weight=weight)


def rounded(result: Result, spec: UnitSpec) -> Result:
    """Return the result with each number rounded to its nearest code."""
    problem = result.problem
    asked = dataclasses.replace(
        problem,
        density=None,
        spec=spec,
        objective=objective_named("mse", spec),
        interval=held(problem.interval, spec.input),
    )
    evaluator = make_unit_evaluator(asked)
    return dataclasses.replace(
        result, problem=asked, candidate=evaluator.measure(rounded_after(evaluator.grid, result.pwl)), lower_bound=None
    )
