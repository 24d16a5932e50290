"""An allocation: which table each site has, what that is predicted to lose, and what it loses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.models.budgets.curves import Curve, Option
from pwlact.models.budgets.knapsack import share_out
from pwlact.models.evaluation.reference import Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Tables at all sites.

    Parameters
    ----------
    way : str
        How they were chosen: "allocated"; "even", as many segments in each; or "same", one table per function.
    curves, options : tuple of Curve, tuple of Option
        The tables' curves, and the option of each.
    copies : bool
        Whether each site has a copy of its own, which costs again.
    measured : Measurement or None
        What the network does with them on the test data; None where it did not run.
    """

    way: str
    curves: tuple[Curve, ...]
    options: tuple[Option, ...]
    copies: bool = False
    measured: Measurement | None = None

    @property
    def cost(self) -> int:
        """What all tables cost together."""
        return sum(option.cost * self._count(curve) for curve, option in self.pairs)

    @property
    def segments(self) -> int:
        """Segments of all tables together."""
        return sum(option.segments * self._count(curve) for curve, option in self.pairs)

    @property
    def predicted(self) -> float:
        """Sum of the predicted losses: the predicted mean divergence."""
        return sum(option.loss for option in self.options)

    def at_sites(self) -> dict[str, Option]:
        """Return the table of each site."""
        return {site: option for curve, option in self.pairs for site in curve.sites}

    @property
    def pairs(self) -> list[tuple[Curve, Option]]:
        """Each curve with its option."""
        return list(zip(self.curves, self.options, strict=True))

    def _count(self, curve: Curve) -> int:
        return len(curve.sites) if self.copies else 1


def allocated(curves: Sequence[Curve], budget: int, cost_name: str) -> tuple[Placed, Array]:
    """Return the tables of least predicted loss within a budget, and the least loss at every budget.

    Parameters
    ----------
    curves : sequence of Curve
        The options of each table.
    budget : int
        What all tables may cost together.
    cost_name : str
        What costs are counted in, for messages.

    Returns
    -------
    (Placed, ndarray), shape (n,)
        The tables, and the least loss at a cost of 0 .. n - 1, where the budget lies two thirds of the way or the
        dearest tables end.

    Raises
    ------
    ConfigError
        If the budget does not hold the cheapest tables.
    """
    costs = [np.array([option.cost for option in curve.options]) for curve in curves]
    losses = [np.array([option.loss for option in curve.options]) for curve in curves]
    least = sum(int(cost.min()) for cost in costs)
    if budget < least:
        raise ConfigError(
            f"{len(curves)} tables take at least {least} {cost_name} together, got {budget}; give {least} or more"
        )
    dearest = sum(int(cost.max()) for cost in costs)
    shares = share_out(costs, losses, min(budget + budget // 2, dearest))
    budget = min(budget, dearest)
    options = tuple(curve.options[i] for curve, i in zip(curves, shares.chosen(budget), strict=True))
    return Placed(way="allocated", curves=tuple(curves), options=options), shares.losses


def even(way: str, curves: Sequence[Curve], *, copies: bool = False) -> list[Placed]:
    """Return tables of equally many segments, for each number of segments that all may have, ascending."""
    counts = sorted(set.intersection(*({option.segments for option in curve.options} for curve in curves)))
    by_count = [{option.segments: option for option in curve.options} for curve in curves]
    return [
        Placed(way=way, curves=tuple(curves), options=tuple(options[k] for options in by_count), copies=copies)
        for k in counts
    ]
