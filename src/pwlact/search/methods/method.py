"""What every method is: an evaluator, settings and a seed go in, points come out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pwlact.errors import ConfigError
from pwlact.search.describe import objective_text
from pwlact.search.evaluators import (
    Candidate,
    DataEvaluator,
    Evaluator,
    RealEvaluator,
    TableEvaluator,
    UnitEvaluator,
    require_unit_evaluator,
)
from pwlact.search.placement import Placement
from pwlact.search.problem import OBJECTIVES, ObjectiveName


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
    search_data : callable or None
        (evaluator of noisy data, config, seed) to Placement; None: the method does not serve them.
    search_own : callable or None
        (evaluator by a function of the user's own, config, seed) to Placement; None: the method does not serve it.
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
    search_data: Callable[[DataEvaluator, Any, int], Placement] | None = None
    search_own: Callable[[Evaluator, Any, int], Placement] | None = None

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
        if isinstance(evaluator, DataEvaluator):
            return self._of_data(evaluator)(evaluator, config, seed)
        if evaluator.problem.constraints and not self.constrained:
            raise ConfigError(
                f"constraints are kept by method minimax and at points of `pwlact fit`, got {self.name!r}; leave them "
                "out or try minimax"
            )
        if isinstance(evaluator, TableEvaluator):
            return self._by_own(evaluator)(evaluator, config, seed)
        if isinstance(evaluator, UnitEvaluator) and self.search_codes is not None:
            return self.search_codes(evaluator, config, seed)
        if isinstance(evaluator, RealEvaluator) and self.search_reals is not None:
            return self.search_reals(evaluator, config, seed)
        kind = "units in a number format" if isinstance(evaluator, UnitEvaluator) else "real numbers"
        raise ConfigError(
            f"a method must serve the problem, got {self.name!r}, which does not serve {kind}; try another"
        )

    def _by_own(self, evaluator: TableEvaluator) -> Callable[[Evaluator, Any, int], Placement]:
        """Return the search by a function of the user's own, where the method has one."""
        if self.search_own is not None:
            return self.search_own
        raise ConfigError(
            "an objective of your own is minimised by the agent and by methods global, genetic and random, "
            f"got {self.name!r} for {objective_text(evaluator.problem.objective)}; choose one of those"
        )

    def _of_data(self, evaluator: DataEvaluator) -> Callable[[DataEvaluator, Any, int], Placement]:
        """Return the search of noisy data, where the method has one and minimises the objective."""
        asked = evaluator.problem.objective
        serves = self.any_objective or asked == dataclasses.replace(OBJECTIVES[self.objective], measure="data")
        if self.search_data is not None and serves:
            return self.search_data
        raise ConfigError(
            "noisy data are served by method dp for objective mse, minimax for max, and uniform, "
            f"got {self.name!r} for {objective_text(asked)}; choose one of those"
        )
