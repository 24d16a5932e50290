"""To be replaced by what fit/ gives."""

from __future__ import annotations

import dataclasses

from pwlact.datapath import UnitSpec
from pwlact.search.codes.rounded import rounded_after
from pwlact.search.evaluators import make_unit_evaluator
from pwlact.search.problem import objective_named
from pwlact.search.result import Result
from pwlact.settings.problem import held


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
