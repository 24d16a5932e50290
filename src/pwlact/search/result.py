"""What a search returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pwlact.datapath import Unit
from pwlact.metrics import ErrorReport
from pwlact.pwl import PWL, SeparateLines
from pwlact.search.describe import at_text, bound_text, fewest_text
from pwlact.search.evaluators import Candidate
from pwlact.search.problem import Problem
from pwlact.search.weighted_text import weighted_lines

Status = Literal["finished", "interrupted", "running"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Result:
    """A problem's answer, with how it was found.

    Parameters
    ----------
    problem : Problem
        What was asked.
    candidate : Candidate
        The answer: approximation, errors, objective.
    reward : float
        Final reward of the answer, as the reward settings define it; higher is better.
    method : str
        Name of the method, as in "ppo".
    parameters : mapping
        The method's settings.
    seed : int or None
        Seed, None for a method without chance.
    evaluations : int
        How many breakpoint sets were fitted.
    seconds : float
        Wall time of the search.
    status : str
        "finished", "interrupted" (the best so far) or "running".
    versions : mapping
        Versions of pwlact, Python and the libraries that matter.
    lower_bound : float or None
        Proven: no PWL with as many segments has a smaller objective. None where none is known.
    details : mapping
        Further keys of the method's own, JSON values; `train` puts best_episode, best_policy, final_policy here.
    """

    problem: Problem
    candidate: Candidate
    reward: float
    method: str
    parameters: Mapping[str, Any]
    seed: int | None
    evaluations: int
    seconds: float
    status: Status
    versions: Mapping[str, str]
    lower_bound: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def pwl(self) -> PWL:
        """The approximation; of a unit, the continuous one that it stands for."""
        return self.candidate.pwl

    @property
    def errors(self) -> ErrorReport:
        """Errors on the grid and exact; of a unit, also over its input codes."""
        return self.candidate.errors

    @property
    def objective(self) -> float:
        """J of the answer, in the unit of the objective."""
        return self.candidate.objective

    @property
    def unit(self) -> Unit | None:
        """The hardware unit, None in real numbers."""
        return self.candidate.unit

    @property
    def table(self) -> PWL | Unit:
        """What stands in for the function in a network: the unit, or in real numbers the PWL; not separate lines."""
        return self.candidate.table

    @property
    def approximation(self) -> PWL | Unit | SeparateLines:
        """The approximation that is measured: the table, or lines that need not join."""
        return self.candidate.approximation

    @property
    def fewest(self) -> str | None:
        """What was asked and found in words where the fewest segments within a tolerance were asked for, else None."""
        if "proven" not in self.details:
            return None
        return fewest_text(self.problem.segments, str(self.parameters["max_error"]), bool(self.details["proven"]))

    def __repr__(self) -> str:
        return "\n".join(describe(self))

    @property
    def gap(self) -> float | None:
        """Return objective / lower_bound - 1; None without a bound, or where the bound is 0 and the objective not."""
        return gap(self.candidate.objective, self.lower_bound)


def describe(result: Result) -> list[str]:
    """Return what was asked, what was found and how good it is, in three or four lines."""
    problem, errors = result.problem, getattr(result.errors, "exact" if result.unit is None else "codes")
    low, high = problem.interval
    bound = bound_text(result.gap, result.lower_bound, problem)
    where = "over all input codes" if result.unit is not None else at_text(problem)
    formats = [] if problem.spec is None else [f"unit: {problem.spec.input.name} to {problem.spec.output.name}"]
    return [
        f"{problem.activation.name} on [{low:g}, {high:g}], {problem.segments} segments by {result.method}: "
        f"{result.status} in {result.seconds:.3g} s",
        f"{where}: max error {errors.max:.6g}, mean {errors.mean:.6g}, MSE {errors.mse:.4g}",
        *(f"{name}: {text}" for name, text in weighted_lines(result)),
        f"objective {result.objective:.6g}, {bound}" if result.fewest is None else f"segments: {result.fewest}",
        *formats,
    ]


def gap(objective: float, lower_bound: float | None) -> float | None:
    """Return by which share an objective is above a lower bound.

    Parameters
    ----------
    objective : float
        J of an approximation, zero or more.
    lower_bound : float or None
        A bound on J; the gap is None without one, or where it is 0 and J is not.
    """
    if lower_bound is None:
        return None
    if lower_bound == 0.0:
        return 0.0 if objective == 0.0 else None
    return objective / lower_bound - 1.0
