"""Hypothesis strategies shared by the tests: functions, ranges and breakpoint sets."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from pwlact._types import Array
from pwlact.functions import Activation, Interval, from_expression, get, names

PAPER: Interval = (-8.0, 8.0)
VARIANTS = ("elu:alpha=0.5", "celu:alpha=0.1", "silu:beta=1.702", "silu:beta=20", "softplus:beta=50")
EXPRESSIONS = tuple(
    from_expression(text, interval=(-12.0, 12.0))
    for text in (
        "1 / (x + 12.5)",
        "log(x + 12.5)",
        "abs(x)",
        "x**2 / 4 - abs(x - 1)",
        "sin(3 * x)",
        "max(tanh(x), 0.3)",
    )
)
EVERYWHERE = tuple(get(name) for name in (*names(), *VARIANTS) if get(name).domain[0] == -np.inf)
EVERY: tuple[Activation, ...] = (*EVERYWHERE, *EXPRESSIONS)
"""Functions that are defined everywhere in the ranges below."""


def activations() -> st.SearchStrategy[Activation]:
    """Return the catalogue, some variants with parameters and some expressions, kinked ones included."""
    return st.sampled_from(EVERY)


def moved(activation: Activation, interval: Interval) -> Interval:
    """Return a range, moved to begin at 1 where the function is not defined on all of it."""
    low, high = interval
    return interval if activation.domain[0] <= low else (1.0, 1.0 + high - low)


def _range(low: float, width: float) -> Interval:
    return low, low + width


def narrow_ranges() -> st.SearchStrategy[Interval]:
    """Return ranges below 1, which have 1,001 samples."""
    return st.builds(_range, st.floats(-6.0, 5.0), st.floats(1e-3, 0.9))


def short_ranges() -> st.SearchStrategy[Interval]:
    """Return ranges of 1 to 4 in width, shifted and about zero."""
    return st.builds(_range, st.floats(-6.0, 3.0), st.floats(1.0, 4.0))


def one_sided_ranges() -> st.SearchStrategy[Interval]:
    """Return ranges with one end at zero."""
    return st.builds(lambda width, left: (-width, 0.0) if left else (0.0, width), st.floats(0.01, 8.0), st.booleans())


def ranges() -> st.SearchStrategy[Interval]:
    """Return ranges narrow, shifted, one-sided and the paper's."""
    return st.one_of(narrow_ranges(), short_ranges(), one_sided_ranges(), st.just(PAPER))


def wide_ranges() -> st.SearchStrategy[Interval]:
    """Return ranges far beyond where functions bend, in whole numbers."""
    return st.builds(lambda low, high: (float(low), float(high)), st.integers(-100, -10), st.integers(10, 100))


@st.composite
def spread_points(draw: st.DrawFn, interval: Interval, max_points: int = 63) -> Array:
    """Return up to `max_points` interior points anywhere in a range, at least 1e-4 of it apart."""
    low, high = interval
    parts = draw(st.lists(st.integers(1, 9_999), max_size=max_points, unique=True))
    return low + (high - low) * np.sort(np.array(parts, dtype=np.float64)) / 10_000


@st.composite
def crowded_points(draw: st.DrawFn, interval: Interval, max_points: int = 63) -> Array:
    """Return interior points of which some share a gap between samples, or stand on samples.

    The positions in a gap are tenths of the sampling step, so that a set is either plainly of full rank or plainly
    not.
    """
    low, high = interval
    count = max(1001, round((high - low) / 0.001) + 1)
    x = np.linspace(low, high, count)
    step = (high - low) / (count - 1)
    points: set[float] = set()
    for _ in range(draw(st.integers(1, 4))):
        sample = draw(st.integers(1, count - 8))
        for tenths in draw(st.lists(st.integers(0, 40), min_size=1, max_size=8, unique=True)):
            gap, tenth = divmod(tenths, 10)
            points.add(float(x[sample + gap] + 0.1 * tenth * step))
    points.update(draw(spread_points(interval, max_points=12)).tolist())
    inner = np.array(sorted(point for point in points if low < point < high))
    return inner[np.diff(inner, prepend=-np.inf) > 0.05 * step][:max_points]
