"""Short runs of methods, shared by the tests of each."""

from __future__ import annotations

from typing import Any

from pwlact import functions
from pwlact.functions import Interval
from pwlact.search import Evaluator, Problem, make_evaluator
from pwlact.search.methods import METHODS, Placement, evaluate
from pwlact.search.problem import OBJECTIVES, ObjectiveName

BRIEF: dict[str, dict[str, Any]] = {
    "genetic": {"generations": 60, "population": 60},
    "gradient": {"steps": 400, "rounds": 3},
    "global": {"starts": 2, "evaluations": 2000},
}


def evaluator_of(
    name: str, segments: int, interval: Interval = (-8, 8), objective: ObjectiveName = "paper"
) -> Evaluator:
    """Return the evaluator of a function, by name or as an expression."""
    activation = functions.from_expression(name, interval=interval) if "(" in name else functions.get(name)
    problem = Problem(activation=activation, interval=interval, segments=segments, objective=OBJECTIVES[objective])
    return make_evaluator(problem)


def run(evaluator: Evaluator, method: str, seed: int = 0, **settings: Any) -> Placement:
    """Run a method with some settings."""
    return METHODS[method].search(evaluator, METHODS[method].config(**settings), seed)


def value(evaluator: Evaluator, placement: Placement) -> float:
    """Return the objective of a method's answer."""
    return evaluate(evaluator, placement).objective
