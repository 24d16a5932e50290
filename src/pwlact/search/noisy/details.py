"""What a result of noisy data says beside its errors."""

from __future__ import annotations

from typing import Any

from pwlact.search.evaluators import Candidate
from pwlact.search.noisy.part import data_in_range
from pwlact.search.noisy.rules import parameters
from pwlact.search.noisy.standard_errors import standard_errors
from pwlact.search.problem import Problem


def data_details(problem: Problem, candidate: Candidate, *, placed: bool) -> dict[str, Any]:
    """Return the standard errors of least-squares values that keep no constraints; nothing of others.

    Parameters
    ----------
    problem : Problem
        What was asked.
    candidate : Candidate
        The answer.
    placed : bool
        Whether a search placed the breakpoints, which then count as parameters.
    """
    squares = problem.fit == "lstsq" or (problem.fit == "best" and not problem.objective.max_weight)
    if not problem.activation.noisy or not squares or problem.constraints:
        return {}
    table = candidate.pwl if candidate.lines is None else candidate.lines
    free = parameters(problem) - (0 if placed else problem.points)
    found = standard_errors(data_in_range(problem), table, free)
    return {} if found is None else {"standard_errors": found}
