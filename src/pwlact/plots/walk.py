"""The walk of the pretrained policy over a function, beside the points that count."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from pwlact._types import Array
from pwlact.errors import FileError
from pwlact.fit import sample
from pwlact.plots import curves, style
from pwlact.search.coordinate import gaps_in_u
from pwlact.search.general.tables import FLOOR
from pwlact.search.result import Result

SIZE = 4.0  # of a marker


def has_walk(result: Result) -> bool:
    """Return whether the policy walked the function of a result."""
    return "walk" in result.details


def walk(result: Result) -> Figure:
    """Draw the points of the policy's walk and those of the result, above each other, and the gaps between them.

    Gaps are in the curvature coordinate u, as multiples of equal ones: equal curvature would be a row of ones. With
    draws or a polish the result's points are better ones than the walk's.

    Parameters
    ----------
    result : Result
        A result of method policy.

    Raises
    ------
    FileError
        If the result holds no walk, or a damaged one.
    """
    walked = _walked(result)
    chosen = result.candidate.pwl.points
    figure = style.new_figure(6.0)
    function, gaps = figure.subplots(2, 1, height_ratios=(1.3, 1.0))
    style.title(figure, f"The policy's walk: {style.heading(result.problem)}\n{style.error_text(result)}")
    same = walked.size == chosen.size and bool(np.allclose(walked, chosen))
    rows = [("the policy's walk", walked, style.BLUE)]
    rows += [] if same else [("the result's points", chosen, style.VERMILLION)]
    _draw_function(function, result, rows)
    _draw_gaps(gaps, result, rows)
    style.legend_below(figure)
    return figure


def _walked(result: Result) -> Array:
    found = result.details.get("walk")
    try:
        points = np.array(found, dtype=np.float64)
        if points.ndim != 1 or not np.all(np.isfinite(points)):
            raise ValueError("no row of points")
    except (TypeError, ValueError) as fault:
        raise FileError(
            f"a walk needs a result of method policy, got {type(found).__name__}; choose another kind"
        ) from fault
    return points


def _draw_function(axes: Axes, result: Result, rows: list[tuple[str, Array, str]]) -> None:
    style.dress(axes, "x", "y")
    curves.draw_function(axes, result, curves.grid(result))
    for k, (name, points, color) in enumerate(rows):
        height = np.full(points.size, 0.06 * k)
        axes.plot(
            points, height, "|", markersize=12.0, color=color, label=name, transform=axes.get_xaxis_transform(),
            clip_on=False,
        )  # fmt: skip
        axes.plot(points, result.problem.activation(points), "o", markersize=SIZE - k, color=color)
    axes.margins(y=0.15)


def _draw_gaps(axes: Axes, result: Result, rows: list[tuple[str, Array, str]]) -> None:
    style.dress(axes, "piece, from left to right", "gap in u, times an equal gap")
    samples = sample(result.problem.activation, result.problem.interval)
    for k, (_name, points, color) in enumerate(rows):
        gaps = gaps_in_u(samples, points, FLOOR)
        axes.plot(np.arange(1, gaps.size + 1), gaps, "o-", markersize=SIZE - k, linewidth=1.0, color=color)
    axes.axhline(1.0, color=style.GREY, linewidth=style.HAIR)
    axes.set_ylim(bottom=0.0)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=16, integer=True))
