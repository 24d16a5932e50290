"""Many functions on one range, each with its approximation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.pwl import PWL
from pwlact.pwl.piecewise import knot_pwl
from pwlact.search.problem import ObjectiveName


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Family:
    """Approximations of n functions, one a row; m is one more than the most segments of any.

    Parameters
    ----------
    objective : str
        What was minimised for each: "max" or "mse".
    segments : ndarray of int64, shape (n,)
        Linear pieces of each.
    breakpoints, values : ndarray, shape (n, m)
        Breakpoints, both ends of the range included, and values there; a row of fewer segments repeats its last ones.
    max_errors, mses : ndarray, shape (n,)
        Maximum error and mean square error of each.
    lower_bounds : ndarray, shape (n,)
        Proven: no PWL with as many segments has a smaller objective; nan where none is known.
    """

    objective: ObjectiveName
    segments: NDArray[np.int64]
    breakpoints: Array
    values: Array
    max_errors: Array
    mses: Array
    lower_bounds: Array

    def __len__(self) -> int:
        """Return the number of functions."""
        return int(self.segments.size)

    def __getitem__(self, index: int) -> PWL:
        """Return one approximation; its outer pieces go on beyond the range."""
        m = int(self.segments[index]) + 1
        return knot_pwl(self.breakpoints[index, :m], self.values[index, :m])
