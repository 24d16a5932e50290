"""Whether exact samples look like those of a smooth function."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.data import Data
from pwlact.errors import warn

if TYPE_CHECKING:
    from scipy.interpolate import CubicSpline

MIN_SAMPLES = 12  # of which every fourth still makes a spline
MAX_SAMPLES = 200_000  # that are looked at
ROUGH = 5e-3  # miss worth a warning, relative to the span of the values
CONVERGES = 0.5  # twice the samples reduce the miss of a smooth function to a sixteenth, that of a kink to a half


OVERSHOOT = 0.05  # beyond both neighbours, relative to the span: one between 8 samples a period makes 0.04
INNER = (0.25, 0.5, 0.75)  # where between two samples, as shares of their distance


class Roughness(NamedTuple):
    """How far a spline swings, relative to the span of y, and where."""

    swing: float
    x: float


def roughness(data: Data) -> Roughness | None:
    """Return how exact samples defy a spline; None where they look smooth, or are too few to tell.

    They are rough where the spline goes beyond two neighbours by more than 5 % of the span of y, as in a gap. Or where
    one through every second sample misses the others by more than 0.5 % of the span, and by more than half of what one
    through every fourth sample misses: noise and jumps do not fade with more samples.

    Parameters
    ----------
    data : Data
        Exact samples.
    """
    data = _thinned(data)
    span = float(np.ptp(data.y))
    if data.x.size < MIN_SAMPLES or span == 0.0:
        return None
    beyond = _overshoots(data)
    at = int(np.argmax(beyond))
    if beyond[at] > OVERSHOOT * span:
        return Roughness(float(beyond[at]) / span, float(0.5 * (data.x[at] + data.x[at + 1])))
    half, quarter = (_misses(data, stride) for stride in (2, 4))
    at = int(np.argmax(half))
    if half[at] <= ROUGH * span or half[at] <= CONVERGES * float(np.max(quarter)):
        return None
    return Roughness(float(half[at]) / span, float(data.x[at]))


def warn_of_roughness(data: Data) -> None:
    """Warn with a `PwlactWarning` where exact samples jump or are noisy, so that a spline swings between them."""
    found = None if data.noisy else roughness(data)
    if found is not None:
        warn(
            f"the spline through {data.name} swings between the samples, by about {found.swing:.2g} of their span at "
            f"x = {found.x:.6g}: they jump, are noisy or too few; for measured points add --noisy (noisy=True)"
        )


def _thinned(data: Data) -> Data:
    """Return some of many samples, evenly spread: noise and jumps stay."""
    part = slice(None, None, 1 + data.x.size // MAX_SAMPLES)
    return dataclasses.replace(data, x=data.x[part], y=data.y[part])


def _overshoots(data: Data) -> Array:
    """Return by how much the spline goes beyond both neighbours in each cell (n - 1,)."""
    spline = _spline(data.x, data.y)
    left, right = data.y[:-1], data.y[1:]
    inner = np.array([spline(data.x[:-1] + share * np.diff(data.x)) for share in INNER])
    return np.asarray(
        np.maximum(inner.max(axis=0) - np.maximum(left, right), np.minimum(left, right) - inner.min(axis=0))
    )


def _misses(data: Data, stride: int) -> Array:
    """Return by how much a spline through each stride-th sample, and the last, misses all samples (n,)."""
    knots = np.unique(np.append(np.arange(0, data.x.size, stride), data.x.size - 1))
    return np.asarray(np.abs(_spline(data.x[knots], data.y[knots])(data.x) - data.y))


def _spline(x: Array, y: Array) -> CubicSpline:
    from scipy.interpolate import CubicSpline  # loads more than other functions need

    return CubicSpline(x, y)
