"""The approximation with a zoom on where it is worst."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch, Rectangle
from matplotlib.ticker import MaxNLocator

from pwlact.functions import Interval
from pwlact.plots import curves, labels, style
from pwlact.search.pieces import Pieces, pieces_of
from pwlact.search.result import Result

WIDEST = 0.25  # of the range, that the zoom shows
HALVINGS = 16  # at most, of the zoom, until the error shows
VISIBLE = 0.12  # share of the zoom's height that its error shall be
SAMPLES = 801


def inset(result: Result) -> Figure:
    """Draw a function with its approximation and, beside it, a zoom on where the error is largest.

    The zoom stands beside the axes, not in them: no corner is free for every function. Of a unit, the error
    is that over its input codes, and neighbouring pieces need not join.

    Parameters
    ----------
    result : Result
        The result to draw.
    """
    figure = style.new_figure(4.6)
    figure.set_layout_engine("constrained", wspace=0.06)  # keeps the numbers of the two x axes apart
    axes, zoom = figure.subplots(1, 2, width_ratios=(1.25, 1.0))
    style.title(figure, f"{style.heading(result.problem)}\n{style.error_text(result)}")
    pieces = pieces_of(result)
    style.dress(axes, "x", "y")
    curves.draw_all(axes, result, pieces)
    _draw_zoom(zoom, result, pieces)
    _connect(figure)
    style.legend_below(figure)
    return figure


def _draw_zoom(zoom: Axes, result: Result, pieces: Pieces) -> None:
    """Draw what lies about the largest error, and the error itself as an upright stroke."""
    low, high, bottom, top = _window(result, pieces)
    x = curves.grid(result)
    style.dress(zoom, "x", "y")
    curves.draw_function(zoom, result, np.union1d(np.linspace(low, high, SAMPLES), x[(x >= low) & (x <= high)]))
    curves.draw_pieces(zoom, pieces)
    zoom.set(xlim=(low, high), ylim=(bottom, top))
    zoom.spines[:].set_visible(True)
    zoom.xaxis.set_major_locator(MaxNLocator(nbins=4))  # deep in, numbers are long
    zoom.yaxis.tick_right()  # the left side is for the connecting lines
    zoom.yaxis.set_label_position("right")
    worst, interval = curves.worst(result), result.problem.interval
    ends = [float(result.problem.activation(worst)), float(pieces(worst))]
    zoom.plot([worst, worst], ends, color=style.VERMILLION, linewidth=2.0, clip_on=False, label="largest error")
    (position,) = labels.x_texts([worst], interval[1] - interval[0])
    zoom.set_title(f"largest error, at x = {position}", fontsize=style.TEXT_SIZE, color=style.VERMILLION)


def _connect(figure: Figure) -> None:
    """Frame in the axes what the zoom shows, and join its right corners with the zoom's left ones."""
    axes, zoom = figure.axes
    (low, high), (bottom, top) = zoom.get_xlim(), zoom.get_ylim()
    axes.add_patch(Rectangle((low, bottom), high - low, top - bottom, fill=False, edgecolor=style.VERMILLION, zorder=3))
    for y, corner in ((bottom, 0.0), (top, 1.0)):
        line = ConnectionPatch(
            xyA=(high, y),
            coordsA=axes.transData,
            xyB=(0.0, corner),
            coordsB=zoom.transAxes,
            color=style.VERMILLION,
            linewidth=style.HAIR,
        )
        figure.add_artist(line)


def _window(result: Result, pieces: Pieces) -> tuple[float, float, float, float]:
    """Return the zoom's x and y limits: the widest about the largest error in which it can be seen."""
    worst = curves.worst(result)
    low, high = result.problem.interval
    size = abs(float(pieces(worst) - result.problem.activation(worst)))
    width = WIDEST * (high - low)
    for _ in range(HALVINGS):
        if size >= VISIBLE * np.subtract(*_height(result, pieces, _around(worst, width, low, high))[::-1]):
            break
        width /= 2
    else:
        width = WIDEST * (high - low)  # an error of rounding: nothing to look for
    view = _around(worst, width, low, high)
    return *view, *_height(result, pieces, view)


def _around(centre: float, width: float, low: float, high: float) -> Interval:
    """Return a window of this width about a position, moved to lie in the range."""
    start = min(max(centre - width / 2, low), high - width)
    return start, start + width


def _height(result: Result, pieces: Pieces, view: Interval) -> Interval:
    """Return y limits about both curves on a window."""
    x = np.linspace(*view, SAMPLES)
    return curves.with_margin(np.concatenate((result.problem.activation(x), pieces(x))))
