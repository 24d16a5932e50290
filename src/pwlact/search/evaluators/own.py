"""Points measured by what their table is worth to a function of the user's own, or to a network."""

from __future__ import annotations

import dataclasses
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from pwlact._types import Array, is_number
from pwlact.datapath import Unit
from pwlact.errors import BreakpointError, ConfigError, require
from pwlact.pwl import PWL, make_pwl
from pwlact.search.evaluators.base import Candidate, Evaluator
from pwlact.search.evaluators.make import make_evaluator
from pwlact.search.evaluators.real import RealEvaluator
from pwlact.search.evaluators.unit import UnitEvaluator
from pwlact.search.problem import Problem

Cost = Callable[[PWL | Unit], Any]
"""From a PWL, or with a number format from a unit, to a number of 0 or more, the smaller the better."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TableEvaluator(Evaluator):
    """Measures points by their table alone.

    Parameters
    ----------
    inner : RealEvaluator or UnitEvaluator
        Fits tables to points.
    """

    inner: RealEvaluator | UnitEvaluator

    @property
    def screen(self) -> Evaluator:
        """What fits the tables: it measures their errors, which is quick."""
        return self.inner

    def candidate(self, points: Array) -> Candidate:
        """Fit interior points (points,), and measure the table by its errors and by J.

        Raises
        ------
        InputError
            As the inner evaluator does.
        """
        found = self.inner.candidate(points)
        return dataclasses.replace(found, objective=float(self.costs([found.table])[0]))

    @abstractmethod
    def costs(self, tables: list[PWL | Unit]) -> Array:
        """Return J of each table (n,)."""

    def _objectives(self, breakpoints: Array) -> Array:
        tables = self._fitted(breakpoints)
        found = np.full(len(tables), np.inf)
        fitted = [table for table in tables if table is not None]
        found[[table is not None for table in tables]] = self.costs(fitted) if fitted else []
        return found

    def _fitted(self, breakpoints: Array) -> list[PWL | Unit | None]:
        """Return the table of each row of breakpoints (n, m); None where pieces of a unit would begin at one code."""
        if isinstance(self.inner, UnitEvaluator):
            return [_unit(self.inner, points) for points in breakpoints[:, 1:-1]]
        values = self.inner.fits(breakpoints).values
        return [make_pwl(self.problem.activation, *row) for row in zip(breakpoints, values, strict=True)]


def _unit(evaluator: UnitEvaluator, points: Array) -> Unit | None:
    try:
        return evaluator.candidate(points).unit
    except BreakpointError:
        return None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OwnEvaluator(TableEvaluator):
    """Measures points by a function of the user's own.

    Parameters
    ----------
    cost : callable
        The function.
    """

    cost: Cost

    def costs(self, tables: list[PWL | Unit]) -> Array:
        """Return what the function gives for each table (n,).

        Raises
        ------
        ConfigError
            If that is no number, or below 0.
        """
        return np.array([self._checked(self.cost(table)) for table in tables])

    def _checked(self, value: Any) -> float:
        """Return a value as a float; nan is inf: such a table is never taken."""
        name = self.problem.objective.own
        rule = f"an objective of your own, {name}, gives a number of 0 or more, the smaller the better"
        number = np.asarray(value)
        require(number.shape == () and is_number(number.item()), rule, repr(value), "return a float")
        require(not number < 0, rule, repr(value), "add a constant, or return 1 / reward")
        return float(np.nan_to_num(float(number), nan=np.inf, posinf=np.inf))

    def _size(self) -> str:
        return f"by {self.problem.objective.own}"


def own_evaluator(problem: Problem, cost: Cost) -> OwnEvaluator:
    """Return the evaluator of a problem by a function of the user's own.

    Parameters
    ----------
    problem : Problem
        Function, range, segments, and the unit's formats if any; its fit says how tables follow from points.
    cost : callable
        The function.

    Raises
    ------
    ConfigError
        If the data are noisy.
    InputError
        As `make_evaluator` does.
    """
    inner = make_evaluator(problem)
    if not isinstance(inner, (RealEvaluator, UnitEvaluator)):
        raise ConfigError(
            "an objective of your own is of functions or exact samples, got noisy data; name an objective"
        )
    return OwnEvaluator(problem=problem, samples=inner.samples, weights=inner.weights, inner=inner, cost=cost)
