"""The least sum of losses within a budget, exactly: one option is taken for each table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array, Codes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shares:
    """The best choice of options for every budget.

    Parameters
    ----------
    losses : ndarray, shape (budget + 1,)
        Least sum of losses whose costs add up to at most 0 .. budget; infinite where even the cheapest options cost
        more.
    picks : ndarray of int64, shape (tables, budget + 1)
        Option of each table where it and the tables before it cost at most 0 .. budget.
    costs : tuple of ndarray of int64
        Cost of each option, table by table.
    """

    losses: Array
    picks: Codes
    costs: tuple[Codes, ...]

    def chosen(self, budget: int) -> list[int]:
        """Return the index of each table's option for a budget whose least loss is finite."""
        found: list[int] = []
        for picks, costs in zip(self.picks[::-1], self.costs[::-1], strict=True):
            found.append(int(picks[budget]))
            budget -= int(costs[found[-1]])
        return found[::-1]


def share_out(costs: Sequence[Codes], losses: Sequence[Array], budget: int) -> Shares:
    """Choose one option of each table so that the sum of losses is least for every budget up to `budget`.

    L_t(c) = min over the options i of table t with cost c_ti <= c of L_{t-1}(c - c_ti) + l_ti, L_0 = 0

    Of options that are equally good, the first is taken. Source: the multiple-choice knapsack by dynamic programming,
    Kellerer, Pferschy and Pisinger, Knapsack Problems (2004), section 11.5.

    Parameters
    ----------
    costs : sequence of ndarray of int64, shape (options,)
        Cost c_ti of each option, zero or more, table by table.
    losses : sequence of ndarray, shape (options,)
        Loss l_ti of each option.
    budget : int
        Largest sum of costs, zero or more.
    """
    least = np.zeros(budget + 1)
    picks = np.zeros((len(costs), budget + 1), dtype=np.int64)
    for row, (cost, loss) in enumerate(zip(costs, losses, strict=True)):
        sums = np.full((cost.size, budget + 1), np.inf)
        for option, (c, added) in enumerate(zip(cost.tolist(), loss.tolist(), strict=True)):
            if c <= budget:
                sums[option, c:] = least[: budget + 1 - c] + added
        picks[row] = sums.argmin(axis=0)
        least = sums.min(axis=0)
    return Shares(losses=least, picks=picks, costs=tuple(costs))
