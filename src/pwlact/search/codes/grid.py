"""A function on the input codes of a unit, and the sums that keep the unit within an error."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Codes
from pwlact.datapath import UnitSpec
from pwlact.datapath.exact import two_sum
from pwlact.formats import FixedPoint
from pwlact.functions import Activation, Interval, Symmetry
from pwlact.search.codes.kept import Kept
from pwlact.search.codes.rounding_kernels import Arithmetic
from pwlact.search.codes.sum_kernels import sums_within


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodeGrid:
    """The n input codes in the range, in ascending order of their values; those of x >= 0 where the table is mirrored.

    Parameters
    ----------
    activation, interval, spec
        The function, the range and the kind of unit.
    order_keys : ndarray of int64, shape (n,)
        Ranks of the codes in the order of their values, one apart.
    x, y : ndarray, shape (n,)
        Values of the codes, and of the function there.
    sums : ndarray, shape (n + 1, 6)
        Prefix sums of x, y, x^2, x y, y^2 and 1, times the squared weights of a row's errors.
    slopes : ndarray, shape (s,)
        Values of possible slopes, ascending.
    levels : ndarray, shape (c,)
        Values of possible intercepts, ascending, if the formats are floats; else empty.
    snap : ndarray of int64, shape (n + 1,)
        snap[i]: the last index at or before i at which a table row may begin; snap[n] is n.
    reflects : ndarray of bool, shape (n,)
        Whether a mirrored table also serves an input -x.
    weights : ndarray, shape (2, n)
        Weights of errors at x and at -x.
    kept : Kept
        What the rows must keep.
    direct : ndarray of bool, shape (n,)
        Whether x is an input; of a mirrored table, it may be -x alone.
    left_over : ndarray of int64, shape (k,)
        Input codes in the range that a tail serves, since it must begin at an address.
    left_weights : ndarray, shape (k,)
        Weights of errors at these.
    arithmetic : Arithmetic
        The unit's arithmetic for the kernels.
    """

    activation: Activation
    interval: Interval
    spec: UnitSpec
    order_keys: Codes
    x: Array
    y: Array
    sums: Array
    slopes: Array
    levels: Array
    snap: Codes
    reflects: NDArray[np.bool_]
    weights: Array
    kept: Kept
    direct: NDArray[np.bool_]
    left_over: Codes
    left_weights: Array
    arithmetic: Arithmetic

    @property
    def size(self) -> int:
        """Number of codes."""
        return self.order_keys.size

    @property
    def weighted(self) -> bool:
        """Whether errors have weights other than 1."""
        return bool(np.any(self.weights != 1.0))

    @property
    def row_weights(self) -> Array:
        """Weights of a row's errors, (n,), whose squares are the sums of those at x and at -x; (0,) where all are 1."""
        if not self.weighted:
            return np.empty(0)
        return np.asarray(np.hypot(self.weights[0], self.weights[1] * self.reflects))

    def part(self, start: int, stop: int) -> CodeGrid:
        """Return the grid of the codes start .. stop - 1 as one table row; `sums` stay those of the whole."""
        names = ("order_keys", "x", "y", "reflects", "direct")
        parts = {name: getattr(self, name)[start:stop] for name in names}
        weights, kept = self.weights[:, start:stop], self.kept.part(start, stop)
        row = np.append(np.zeros(stop - start, np.int64), stop - start)
        return dataclasses.replace(self, **parts, snap=row, weights=weights, kept=kept)

    def tube(self, tolerance: float | Array) -> tuple[Array, Array]:
        """Return the smallest and largest sum, (n,) each, that keep the constraints and the errors within a tolerance.

        A sum of a mirrored table must suit x and -x. Sums that wrap are left out. Where no sum will do, the smallest is
        above the largest.

        Parameters
        ----------
        tolerance : float or ndarray of shape (n,) or (2, n)
            Largest error times its weight, at all codes, at each, or at each x and at each -x.
        """
        sides = np.broadcast_to(tolerance, self.weights.shape)
        if isinstance(tolerance, float) and not self.weighted:
            low, high = self.direct_sums_for(self.y, self.y, tolerance)
        else:
            here = sides[0] / self.weights[0]
            low, high = self.direct_sums_for(self.y - here, self.y + here)
        if self.spec.mirrored:
            y, there = self.activation(-self.x), sides[1] / self.weights[1]
            other_low, other_high = self.reflected_sums_for(y - there, y + there)
            low = np.where(self.reflects, np.maximum(low, other_low), low)
            high = np.where(self.reflects, np.minimum(high, other_high), high)
        return np.maximum(low, self.kept.low, out=low), np.minimum(high, self.kept.high, out=high)

    def direct_sums_for(self, lowest: Array, highest: Array, more: float = 0.0) -> tuple[Array, Array]:
        """Return the smallest and largest sum whose outputs for x are in [lowest - more, highest + more], (n,) each.

        Where x is no input, any sum will do.
        """
        low, high = self.sums_for(lowest, highest, more)
        if not self.direct.all():
            low[~self.direct], high[~self.direct] = -np.inf, np.inf
        return low, high

    def reflected_sums_for(self, lowest: Any, highest: Any) -> tuple[Array, Array]:
        """Return the smallest and largest sum whose outputs for -x are in [lowest, highest], of one shape (n,)."""
        symmetry = self.spec.symmetry
        if symmetry is Symmetry.ODD and not self.spec.fixed:  # floats change the sign of the rounded output
            return self.sums_for(-highest, -lowest)
        low, high = self.sums_for(lowest, highest)
        match symmetry:
            case Symmetry.ODD:
                return -high, -low
            case Symmetry.COMPLEMENTARY:
                return _moved(1.0, -high, 1.0), _moved(1.0, -low, -1.0)
            case Symmetry.GATED:
                return _moved(self.x, low, 1.0), _moved(self.x, high, -1.0)
        return low, high

    def sums_for(self, lowest: Array, highest: Array, more: float = 0.0) -> tuple[Array, Array]:
        """Return the smallest and largest sum whose outputs are in [lowest - more, highest + more], (n,) each."""
        return sums_within(lowest, highest, more, self.arithmetic, self._quantum if self.spec.fixed else 0.0)

    def value(self, order: Any) -> Array:
        """Return the output of a rank; beyond the ends, the value that rounding would use if the format went on."""
        output = self.spec.output
        if isinstance(output, FixedPoint):
            return np.asarray(order * output.step)
        top = output.largest_pattern
        values = output.decode(output.from_order(np.clip(order, -top - 1, top).astype(np.int64)))
        step = output.ulp(values) if self.spec.rounding.nearest else np.inf
        beyond = (order > top).astype(np.float64) - (order < -top - 1)
        return np.where(beyond, values + np.copysign(step, values), values)

    @property
    def _quantum(self) -> float:
        return 2.0**-self.spec.sum_fraction

    def below(self, at: Array) -> Array:
        """Return the largest sums (n,) below sums (n,)."""
        if self.spec.fixed:
            return (np.ceil(at / self._quantum) - 1.0) * self._quantum
        return np.nextafter(at, -np.inf)


def _moved(by: Any, edges: Array, towards: float) -> Array:
    """Return the edges (n,) of sums that are moved by a finite number, rounded inward: up (towards 1) or down (-1).

    An edge with an odd last bit leaves out the double on its outside, and admits every exact sum beyond that one; so
    an edge that is no double becomes an even one.
    """
    with np.errstate(invalid="ignore"):
        strict = _odd(edges)
        total, rest = two_sum(by, np.where(strict, np.nextafter(edges, -towards * np.inf), edges))
        inner = np.where(rest * towards > 0.0, np.nextafter(total, towards * np.inf), total)
    further = np.where(rest == 0.0, strict | _odd(total), _odd(inner))
    return np.where(further, np.nextafter(inner, towards * np.inf), inner)


def _odd(edges: Array) -> NDArray[np.bool_]:
    return np.asarray((edges.view(np.int64) & 1) == 1)
