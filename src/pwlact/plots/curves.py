"""What several figures draw: the function, its approximation, the breakpoints and fitting limits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from pwlact._types import Array
from pwlact.fit import sample
from pwlact.functions import Interval
from pwlact.plots import style
from pwlact.plots.scatter import draw_points, scatter
from pwlact.search.noisy.part import data_in_range
from pwlact.search.pieces import DrawnPiece, Pieces, curve, view
from pwlact.search.result import Result

SAMPLES = 2001
SEGMENT_SAMPLES = 33  # at least, in each segment, so that narrow ones on a wide range show their shape
MARGIN = 0.1  # free height above and below what lies in the range


def grid(result: Result) -> Array:
    """Return where curves are evaluated: evenly on the range, within each segment, and at the kinks."""
    breakpoints = result.candidate.pwl.breakpoints
    low, high = result.problem.interval
    inner = np.linspace(breakpoints[:-1], breakpoints[1:], SEGMENT_SAMPLES).ravel()
    kinks = result.problem.activation.kinks_inside(low, high)
    return np.unique(np.clip(np.concatenate((np.linspace(low, high, SAMPLES), inner, kinks)), low, high))


def worst(result: Result) -> float:
    """Return the sample, the input code of a unit or the noisy datum at which the error is largest."""
    if result.candidate.unit_report is not None:
        return result.candidate.unit_report.worst
    if result.problem.activation.noisy:
        x, y, _weight = data_in_range(result.problem)
        return float(x[np.argmax(np.abs(result.approximation(x) - y))])
    samples = sample(result.problem.activation, result.problem.interval)
    return float(samples.x[np.argmax(np.abs(result.candidate.pwl(samples.x) - samples.y))])


def draw_all(axes: Axes, result: Result, pieces: Pieces) -> None:
    """Draw the function, the tails and the pieces, and fit the limits."""
    x = grid(result)
    draw_function(axes, result, x)
    draw_tails(axes, pieces)
    draw_pieces(axes, pieces)
    fit_limits(axes, result, result.problem.activation(x), pieces.ends[1])


def draw_function(axes: Axes, result: Result, x: Array) -> None:
    """Draw f as a broad pale band; noisy data as dots."""
    if result.problem.activation.noisy:
        return draw_points(axes, *scatter(result))
    axes.plot(
        x,
        result.problem.activation(x),
        color=style.PALE,
        linewidth=style.FUNCTION_WIDTH,
        solid_capstyle="round",
        label="function",
    )


def draw_pieces(axes: Axes, pieces: Pieces) -> None:
    """Draw the pieces as lines with dots at their ends."""
    axes.plot(
        *curve(pieces.inside),
        color=style.BLUE,
        linewidth=style.LINE_WIDTH,
        marker="o",
        markersize=dot_size(pieces),
        label="approximation",
    )


def draw_tails(axes: Axes, pieces: Pieces) -> None:
    """Draw the tails a little beyond the range, dashed."""
    # One entry in a legend for both: matplotlib leaves out names with an underscore.
    for name, tail in (("tails", pieces.left), ("_right tail", pieces.right)):
        _draw_tail(axes, tail, name)


def _draw_tail(axes: Axes, tail: Sequence[DrawnPiece], name: str) -> None:
    if tail:
        axes.plot(*curve(tail), color=style.GREY, linewidth=style.LINE_WIDTH, linestyle=style.DASHES, label=name)


def draw_breakpoints(axes: Axes, x: Array) -> None:
    """Draw hairs at these x over the height of the axes."""
    axes.vlines(
        x,
        0.0,
        1.0,
        transform=axes.get_xaxis_transform(),
        colors=[style.HAIR_COLOR],
        linewidth=style.HAIR,
        zorder=0,
    )


def dot_size(pieces: Pieces) -> float:
    """Return the size of the dots at the pieces' ends: smaller where there are many."""
    return 4.0 if len(pieces.inside) <= 20 else 2.5


def fit_limits(axes: Axes, result: Result, *curves: Array) -> None:
    """Set limits that hold the curves in the range, noisy data, and the parts of the tails that lie close."""
    if result.problem.activation.noisy:
        curves = (*curves, scatter(result)[1])
    axes.set_xlim(*view(result))
    axes.set_ylim(*with_margin(*curves))


def set_height(axes: Axes, top: float) -> None:
    """Set y limits from zero to a little above `top`; to 1 where all values are zero."""
    axes.set_ylim(0.0, 1.08 * top if top > 0 else 1.0)


def with_margin(*curves: Array) -> Interval:
    """Return y limits about curves, with free height above and below."""
    low, high = min(float(curve.min()) for curve in curves), max(float(curve.max()) for curve in curves)
    # A constant has no height of its own.
    height = high - low if high - low > 1e-12 * max(abs(low), abs(high)) else max(abs(high), 1.0)
    return low - MARGIN * height, high + MARGIN * height
