"""An objective that a user gives: a name, or a function of the approximation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pwlact.api import checks
from pwlact.api.given import callable_name
from pwlact.errors import require
from pwlact.search.evaluators import Cost, OwnEvaluator, own_evaluator
from pwlact.search.problem import Objective, ObjectiveName, Problem, own_objective
from pwlact.settings.problem import ProblemChoice

ObjectiveLike = ObjectiveName | Callable[[Any], Any]
"""A name; or a function that takes an approximation, a PWL or with a number format a unit, and gives a number of 0 or
more, which is minimised."""

SQUARES: ObjectiveName = "mse"  # what values are fitted by under an objective of the user's own


@dataclass(frozen=True, kw_only=True)
class OwnObjective(ProblemChoice):
    """Settings of an objective that is a function of the user's own; `objective` then says how values are fitted."""

    cost: Cost | None = None

    def named(self, objective: ObjectiveName, weight: str | None = None) -> Objective:
        """Return the user's own objective where there is one, else the one of this name."""
        if self.cost is None:
            return super().named(objective, weight)
        require(not self.at_data, "an objective of your own is of exact samples", "noisy data", "name an objective")
        require(weight is None, "an objective of your own weighs errors itself", repr(weight), "leave out weight")
        return own_objective(callable_name(self.cost), self.format is not None)

    def own_evaluator(self, problem: Problem) -> OwnEvaluator | None:
        """Return the evaluator of the user's own objective, None where there is none."""
        return None if self.cost is None else own_evaluator(problem, self.cost)


def objective_settings(objective: ObjectiveLike | None) -> dict[str, Any]:
    """Return the settings `objective` and `cost` that state an objective.

    Raises
    ------
    ConfigError
        If it is neither a known name nor a callable.
    """
    if callable(objective):
        return {"objective": SQUARES, "cost": objective}
    return {"objective": None if objective is None else checks.choice("objective", objective, ObjectiveName)}
