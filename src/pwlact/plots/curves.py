"""What several figures draw: the function, its approximation, the breakpoints and fitting limits."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from pwlact._types import Array
from pwlact.fit import sample
from pwlact.functions import Interval
from pwlact.plots import style
from pwlact.search.result import Result

SAMPLES = 2001
SEGMENT_SAMPLES = 33  # at least, in each segment, so that narrow ones on a wide range show their shape
BEYOND = 0.06  # how far tails are drawn beyond the range, as a share of its width
MARGIN = 0.1  # free height above and below what lies in the range


def grid(result: Result) -> Array:
    """Return where curves are evaluated: evenly on the range, within each segment, and at the kinks."""
    breakpoints = result.candidate.pwl.breakpoints
    low, high = result.problem.interval
    inner = np.linspace(breakpoints[:-1], breakpoints[1:], SEGMENT_SAMPLES).ravel()
    kinks = np.array([kink for kink in result.problem.activation.kinks if low < kink < high])
    return np.unique(np.clip(np.concatenate((np.linspace(low, high, SAMPLES), inner, kinks)), low, high))


def worst(result: Result) -> float:
    """Return the sample at which the error is largest."""
    samples = sample(result.problem.activation, result.problem.interval)
    return float(samples.x[np.argmax(np.abs(result.candidate.pwl(samples.x) - samples.y))])


def draw_function(axes: Axes, result: Result, x: Array) -> None:
    """Draw f as a broad pale band."""
    axes.plot(
        x,
        result.problem.activation(x),
        color=style.PALE,
        linewidth=style.FUNCTION_WIDTH,
        solid_capstyle="round",
        label="function",
    )


def draw_pwl(axes: Axes, result: Result, color: str = style.BLUE) -> None:
    """Draw p as a line with its breakpoints as dots."""
    pwl = result.candidate.pwl
    axes.plot(
        pwl.breakpoints,
        pwl.values,
        color=color,
        linewidth=style.LINE_WIDTH,
        marker="o",
        markersize=dot_size(result),
        label="approximation",
    )


def draw_tails(axes: Axes, result: Result) -> None:
    """Draw the tails a little beyond the range, dashed."""
    pwl = result.candidate.pwl
    (low, high), reach = pwl.interval, BEYOND * (pwl.interval[1] - pwl.interval[0])
    for name, tail, x in (  # one entry in a legend for both: matplotlib leaves out names with an underscore
        ("tails", pwl.left_tail, np.array([low - reach, low])),
        ("_right tail", pwl.right_tail, np.array([high, high + reach])),
    ):
        axes.plot(x, tail(x), color=style.GREY, linewidth=style.LINE_WIDTH, linestyle=style.DASHES, label=name)


def draw_breakpoints(axes: Axes, result: Result) -> None:
    """Draw the breakpoints as hairs over the height of the axes."""
    axes.vlines(
        result.candidate.pwl.breakpoints,
        0.0,
        1.0,
        transform=axes.get_xaxis_transform(),
        colors=[style.HAIR_COLOR],
        linewidth=style.HAIR,
        zorder=0,
    )


def dot_size(result: Result) -> float:
    """Return the size of the breakpoints' dots: smaller where there are many."""
    return 4.0 if result.problem.segments <= 20 else 2.5


def fit_limits(axes: Axes, result: Result, *curves: Array) -> None:
    """Set limits that hold the curves in the range, and of the tails what lies close."""
    low, high = result.problem.interval
    reach = BEYOND * (high - low)
    axes.set_xlim(low - reach, high + reach)
    axes.set_ylim(*with_margin(*curves))


def set_height(axes: Axes, top: float) -> None:
    """Set y limits from zero to a little above `top`; to 1 where there is nothing but zeros."""
    axes.set_ylim(0.0, 1.08 * top if top > 0 else 1.0)


def with_margin(*curves: Array) -> Interval:
    """Return y limits about curves, with free height above and below."""
    low, high = min(float(curve.min()) for curve in curves), max(float(curve.max()) for curve in curves)
    # A constant has no height of its own.
    height = high - low if high - low > 1e-12 * max(abs(low), abs(high)) else max(abs(high), 1.0)
    return low - MARGIN * height, high + MARGIN * height
