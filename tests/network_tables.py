"""Small tables for tests of networks: quick to make, and not the best."""

from __future__ import annotations

from typing import Any

import numpy as np
from random_units import spec_of

from pwlact import functions
from pwlact.datapath import Unit
from pwlact.pwl import PWL, make_pwl


def uniform_pwl(name: str, segments: int = 16, low: float = -8.0, high: float = 8.0) -> PWL:
    """Return a function's values at equidistant breakpoints."""
    activation = functions.get(name)
    breakpoints = np.linspace(low, high, segments + 1)
    return make_pwl(activation, breakpoints, activation.f(breakpoints))


def rounded_unit(name: str, format_name: str, segments: int = 8, **settings: Any) -> Unit:
    """Return a unit of a function's PWL with every number rounded."""
    pwl, spec = uniform_pwl(name, segments), spec_of(format_name, **settings)
    inside = np.abs(pwl.breakpoints) < 0.99 * spec.input.limits[1]
    keep = np.flatnonzero(inside & ((pwl.breakpoints > 0.0) | (not spec.mirrored)))
    pieces = np.append(keep[:1], keep + 1)
    slopes = np.array([pwl.left_tail.slope, *pwl.slopes, pwl.right_tail.slope])
    intercepts = np.array([pwl.left_tail.intercept, *pwl.intercepts, pwl.right_tail.intercept])
    return Unit(
        spec=spec,
        thresholds=spec.input.order(spec.input.encode(pwl.breakpoints[keep])),
        slopes=spec.slope.encode(slopes[pieces]),
        intercepts=spec.intercept.encode(intercepts[pieces]),
    )
