"""The curvature coordinate u, in which good breakpoints are nearly equidistant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.fit.samples import Samples

STRIDES = 256  # the range is this many differencing strides wide


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coordinate:
    """Monotone map between x on the range and u in [0, 1], both ways by tables.

    u(x) is proportional to the integral of sqrt|f''| + floor * max sqrt|f''| from the left end of the range to x. The
    error of a straight piece of width h is about h^2 |f''| / 16, so pieces of equal error have equal width in u. The
    floor makes u strictly increasing where f is straight.

    Parameters
    ----------
    x, u : ndarray, shape (n,)
        The map as a table, both ascending.
    density : ndarray, shape (n,)
        du/dx at x.
    """

    x: Array
    u: Array
    density: Array

    def to_u(self, x: Array) -> Array:
        """Return u(x), shape of `x`."""
        return np.interp(x, self.x, self.u)

    def to_x(self, u: Array) -> Array:
        """Return x(u), shape of `u`."""
        return np.interp(u, self.u, self.x)

    def evened(self, points: Array) -> Coordinate:
        """Return a coordinate in which `points` (P,), ascending inside the range, are at k / (P + 1), k = 1 .. P.

        That holds to the distance of two samples. Between two of them it is this coordinate, stretched.
        """
        u = np.interp(self.u, [0.0, *self.to_u(points), 1.0], np.linspace(0.0, 1.0, points.size + 2))
        return Coordinate(x=self.x, u=u, density=np.gradient(u, self.x))


def curvature_coordinate(samples: Samples, floor: float) -> Coordinate:
    """Build the coordinate from second differences over 1/256 of the range, which include kinks.

    Parameters
    ----------
    samples : Samples
        The function f on n samples.
    floor : float
        Share of max sqrt|f''| that is added everywhere, above 0.
    """
    stride = max((samples.x.size - 1) // STRIDES, 1)
    width = stride * samples.step
    y = samples.y
    bend = np.abs(y[2 * stride :] - 2 * y[stride:-stride] + y[: -2 * stride]) / width**2
    root = np.sqrt(np.pad(bend, stride, mode="edge"))
    top = float(root.max())
    density = root + floor * top if top > 0 else np.ones_like(root)
    u = np.concatenate(([0.0], np.cumsum(0.5 * (density[1:] + density[:-1]))))
    return Coordinate(x=samples.x, u=u / u[-1], density=density / u[-1] / samples.step)


def gaps_in_u(samples: Samples, points: Array, floor: float) -> Array:
    """Return the gaps (points + 1,) in u between interior points and the ends, as multiples of equal gaps.

    Parameters
    ----------
    samples : Samples
        The function on the sampling grid.
    points : ndarray, shape (points,)
        Interior points, ascending.
    floor : float
        As `curvature_coordinate`.
    """
    u = curvature_coordinate(samples, floor).to_u(points)
    return np.asarray(np.diff(u, prepend=0.0, append=1.0) * (points.size + 1))
