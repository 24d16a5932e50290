"""The approximation on its function: breakpoints with their x, segments with their equations."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from pwlact.errors import ConfigError
from pwlact.plots import curves, equations, labels, style
from pwlact.search.pieces import Pieces, pieces_of
from pwlact.search.result import Result

ADVANCE = 0.602  # width of a character of the legend's font, as a share of its size
HANDLE_LENGTH, HANDLE_GAP, COLUMN_GAP = 1.6, 0.8, 1.2  # of the legend, in font sizes
LEGEND_SHARE = 0.95  # of the figure's width, that the legend may fill; hinted characters run a little wide
ROW = 0.155  # inches of a row of the legend
PANEL = (3.4, 3.0)  # inches of one panel of several


def approximation(result: Result, table: str | None = None) -> Figure:
    """Draw a function, or noisy data, with its approximation, its breakpoints and the equations of the segments.

    Of a unit, every piece is drawn over its own input codes; neighbours need not join.

    Parameters
    ----------
    result : Result
        The result to draw. With more than 16 segments, their equations are left to a file: see `save_equations`.
    table : str, optional
        Name of that file, for the legend.
    """
    pieces = pieces_of(result)
    handles, entries = equations.legend(pieces, table, noisy=result.problem.activation.noisy)
    columns = _columns(entries)
    rows = math.ceil(len(entries) / columns)
    figure = style.new_figure(style.HEIGHT + ROW * rows)
    axes = figure.add_subplot()
    style.title(figure, f"{style.heading(result.problem)}\n{style.error_text(result)}")
    style.dress(axes, "x", "y")
    _draw(axes, result, pieces)
    curves.draw_breakpoints(axes, pieces.knots)
    figure.legend(
        handles,
        entries,
        loc="outside lower center",
        ncols=columns,
        handlelength=HANDLE_LENGTH,
        handletextpad=HANDLE_GAP,
        columnspacing=COLUMN_GAP,
        frameon=False,
        labelcolor=style.INK,
        prop=FontProperties(family="DejaVu Sans Mono", size=style.SMALL_SIZE),
    )
    low, high = result.problem.interval
    labels.row(axes, pieces.knots, labels.x_texts(pieces.knots, high - low))
    return figure


def several(results: Sequence[Result]) -> Figure:
    """Draw several functions with their approximations, a panel each.

    Parameters
    ----------
    results : sequence of Result
        The results to draw, one panel each, in rows of three.

    Raises
    ------
    ConfigError
        If there is no result.
    """
    if not results:
        raise ConfigError("a figure of several functions needs at least one result, got none; name some")
    columns = min(len(results), 3) if len(results) != 4 else 2
    rows = math.ceil(len(results) / columns)
    figure = style.new_figure(PANEL[1] * rows + 0.6)
    figure.set_figwidth(max(PANEL[0] * columns, 4.5))
    for panel, result in enumerate(results, 1):
        axes = figure.add_subplot(rows, columns, panel)
        style.dress(axes, "x", "y")
        text = f"{style.heading(result.problem, style.PANEL_NAME_LENGTH)}\n{style.error_text(result)}"
        axes.set_title(text, fontsize=style.SMALL_SIZE, color=style.INK, parse_math=False)
        curves.draw_all(axes, result, pieces_of(result))
    style.legend_below(figure)
    return figure


def _draw(axes: Axes, result: Result, pieces: Pieces) -> None:
    """Draw the function, the tails, and each segment in its colour."""
    x = curves.grid(result)
    curves.draw_function(axes, result, x)
    curves.draw_tails(axes, pieces)
    for k, piece in enumerate(pieces.inside):
        axes.plot(piece.x, piece.y, color=equations.color(k), linewidth=1.5, label=f"segment {k + 1}")
    size = curves.dot_size(pieces)
    axes.plot(*pieces.ends, "o", color=style.INK, markersize=size, label="breakpoints")
    curves.fit_limits(axes, result, result.problem.activation(x), pieces.ends[1])


def _columns(entries: Sequence[str]) -> int:
    """Return the number of columns of these entries that fit the figure's width."""
    ems = max(map(len, entries)) * ADVANCE + HANDLE_LENGTH + HANDLE_GAP + COLUMN_GAP
    return int(np.clip(LEGEND_SHARE * style.WIDTH * 72 / style.SMALL_SIZE // ems, 1, 3))
