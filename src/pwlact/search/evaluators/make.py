"""From a problem to the evaluator that serves it."""

from __future__ import annotations

from pwlact.search.evaluators.base import Evaluator
from pwlact.search.evaluators.data import make_data_evaluator
from pwlact.search.evaluators.real import make_real_evaluator
from pwlact.search.evaluators.unit import make_unit_evaluator
from pwlact.search.problem import Problem


def make_evaluator(problem: Problem) -> Evaluator:
    """Return the evaluator of a problem: of units where it has a number format, of noisy data, else of real numbers.

    Raises
    ------
    BreakpointError
        If the range cannot hold the problem's segments.
    FunctionError
        If the function is not finite on the range.
    FormatError
        If the problem's number formats cannot hold the range, the function or its slopes.
    """
    if problem.activation.noisy:
        return make_data_evaluator(problem)
    return make_real_evaluator(problem) if problem.spec is None else make_unit_evaluator(problem)
