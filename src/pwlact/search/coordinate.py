"""The curvature's own coordinate: where good breakpoints are nearly uniform."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.fit.samples import Samples

STRIDES = 256  # the range is this many differencing strides wide


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coordinate:
    """Monotone map between x on the range and u in [0, 1], both ways by tables.

    u(x) is proportional to the integral of sqrt|f''| + floor * max sqrt|f''| from the range's left end: a straight
    piece of width h errs by about h^2 |f''| / 16, so pieces of equal error are of equal width in u. The floor keeps
    u strictly increasing where f is straight.
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


def curvature_coordinate(samples: Samples, floor: float) -> Coordinate:
    """Build the coordinate from second differences over 1/256 of the range, which see kinks too."""
    stride = max((samples.x.size - 1) // STRIDES, 1)
    width = stride * samples.step
    y = samples.y
    bend = np.abs(y[2 * stride :] - 2 * y[stride:-stride] + y[: -2 * stride]) / width**2
    root = np.sqrt(np.pad(bend, stride, mode="edge"))
    top = float(root.max())
    density = root + floor * top if top > 0 else np.ones_like(root)
    u = np.concatenate(([0.0], np.cumsum(0.5 * (density[1:] + density[:-1]))))
    return Coordinate(x=samples.x, u=u / u[-1], density=density / u[-1] / samples.step)
