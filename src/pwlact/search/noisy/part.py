"""The part of noisy data that a problem's range holds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.search.problem import Problem


class DataPart(NamedTuple):
    """Data within a range: x ascending, y, and weights or None; each of shape (n,)."""

    x: Array
    y: Array
    weight: Array | None

    @property
    def total(self) -> float:
        """The sum of the weights: a sum of squares over it is a mean square error."""
        return float(self.x.size if self.weight is None else self.weight.sum())

    def between(self, part: slice) -> DataPart:
        """Return a part of these data."""
        return DataPart(self.x[part], self.y[part], None if self.weight is None else self.weight[part])


def data_in_range(problem: Problem) -> DataPart:
    """Return the data of a problem that lie within its range, both ends included.

    Parameters
    ----------
    problem : Problem
        Of data.
    """
    data = problem.activation.data
    assert data is not None
    low, high = problem.interval
    part = slice(int(np.searchsorted(data.x, low)), int(np.searchsorted(data.x, high, side="right")))
    return DataPart(data.x, data.y, data.weight).between(part)
