"""What every method is: an evaluator, settings and a seed go in, points come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.search.codes.table_rows import TableRows
from pwlact.search.evaluators import (
    Candidate,
    Evaluator,
    RealEvaluator,
    UnitEvaluator,
    require_unit_evaluator,
)
from pwlact.search.problem import ObjectiveName


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placement:
    """The answer of a method.

    Parameters
    ----------
    points : ndarray, shape (points,)
        Interior points, strictly ascending.
    values : ndarray, shape (points + 2,), or None
        Values at the breakpoints, from a method that sets them itself; None takes the problem's fit.
    pieces : TableRows or None
        Coded pieces of a unit, from a method that chooses the codes itself; None takes the problem's fit.
    evaluations : int
        How many breakpoint sets were evaluated.
    lower_bound : float or None
        Proven lower bound of the objective, from a method that finds one.
    details : mapping
        Further figures, JSON values.
    """

    points: Array
    values: Array | None = None
    table_rows: TableRows | None = None
    evaluations: int
    lower_bound: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def evaluate(evaluator: Evaluator, placement: Placement) -> Candidate:
    """Measure the answer of a method in full.

    Parameters
    ----------
    evaluator : Evaluator
        The problem's evaluator, of the kind that the method searched.
    placement : Placement
        The answer.

    Raises
    ------
    BreakpointError
        If the points are not strictly ascending inside the range.
    FormatError
        If the answer is coded pieces and the evaluator is of real numbers, or a coefficient does not fit its format.
    """
    if placement.table_rows is not None:
        return require_unit_evaluator(evaluator).measure(placement.table_rows)
    if placement.values is not None and isinstance(evaluator, RealEvaluator):
        return evaluator.candidate(placement.points, placement.values)
    return evaluator.candidate(placement.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A way to search for the points; one function serves real numbers, one units, or the same one both.

    Parameters
    ----------
    name : str
        As in ``--method``.
    title : str
        What it is, in a few words.
    search_reals : callable or None
        (evaluator of real numbers, config, seed) to Placement; the same seed finds the same points.
    search_codes : callable or None
        (evaluator of units, config, seed) to Placement. None, of either: the method does not serve such problems.
    config : type
        Its settings, a dataclass with defaults.
    objective : str
        What it minimises by nature, and by default.
    unit_objectives : tuple of str
        Further objectives that it minimises for units.
    any_objective : bool
        Whether it minimises other objectives too, or searches without looking at one.
    constrained : bool
        Whether it keeps constraints.
    """

    name: str
    title: str
    search_reals: Callable[[RealEvaluator, Any, int], Placement] | None
    search_codes: Callable[[UnitEvaluator, Any, int], Placement] | None
    config: type
    objective: ObjectiveName = "paper"
    unit_objectives: tuple[ObjectiveName, ...] = ()
    any_objective: bool = True
    constrained: bool = False

    def search(self, evaluator: Evaluator, config: Any, seed: int) -> Placement:
        """Search for the points of an evaluator's problem.

        Parameters
        ----------
        evaluator : Evaluator
            Of real numbers or of units.
        config : dataclass
            The method's settings, of type `config`.
        seed : int
            The same seed finds the same points.

        Raises
        ------
        ConfigError
            If the method does not serve problems of this kind, or its settings do not suit the problem.
        RunError
            If it finds no points.
        """
        if evaluator.problem.constraints and not self.constrained:
            raise ConfigError(
                f"constraints are kept by method minimax and at points of `pwlact fit`, got {self.name!r}; leave them "
                "out or try minimax"
            )
        if isinstance(evaluator, UnitEvaluator) and self.search_codes is not None:
            return self.search_codes(evaluator, config, seed)
        if isinstance(evaluator, RealEvaluator) and self.search_reals is not None:
            return self.search_reals(evaluator, config, seed)
        kind = "units in a number format" if isinstance(evaluator, UnitEvaluator) else "real numbers"
        raise ConfigError(
            f"a method must serve the problem, got {self.name!r}, which does not serve {kind}; try another"
        )
