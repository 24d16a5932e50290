"""The approximation on its function: breakpoints with their x, segments with their equations."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D

from pwlact.errors import ConfigError
from pwlact.plots import curves, labels, style
from pwlact.search.result import Result

EQUATIONS = 16  # most segments whose equations are all written
ADVANCE = 0.602  # width of a character of the legend's font, as a share of its size
HANDLE_LENGTH, HANDLE_GAP, COLUMN_GAP = 1.6, 0.8, 1.2  # of the legend, in font sizes
LEGEND_SHARE = 0.95  # of the figure's width, that the legend may fill; hinted characters run a little wide
ROW = 0.155  # inches of a row of the legend
PANEL = (3.4, 3.0)  # inches of one panel of several


def approximation(result: Result) -> Figure:
    """Draw a function with its approximation, its breakpoints and the equations of the segments.

    Parameters
    ----------
    result : Result
        What is drawn. With more than 16 segments, the legend gives the first equations and the number of the rest.
    """
    handles, entries = _legend(result)
    columns = _columns(entries)
    rows = math.ceil(len(entries) / columns)
    figure = style.new_figure(style.HEIGHT + ROW * rows)
    axes = figure.add_subplot()
    style.title(figure, f"{style.heading(result)}\n{style.error_text(result)}")
    style.dress(axes, "x", "y")
    _draw(axes, result)
    curves.draw_breakpoints(axes, result)
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
    breakpoints = result.candidate.pwl.breakpoints
    labels.row(axes, breakpoints, labels.x_texts(breakpoints, high - low))
    return figure


def several(results: Sequence[Result]) -> Figure:
    """Draw several functions with their approximations, a panel each.

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
    for place, result in enumerate(results):
        axes = figure.add_subplot(rows, columns, place + 1)
        style.dress(axes, "x", "y")
        text = f"{style.heading(result, style.PANEL_NAME_LENGTH)}\n{style.error_text(result)}"
        axes.set_title(text, fontsize=style.SMALL_SIZE, color=style.INK, parse_math=False)
        x = curves.grid(result)
        curves.draw_function(axes, result, x)
        curves.draw_tails(axes, result)
        curves.draw_pwl(axes, result)
        curves.fit_limits(axes, result, result.problem.activation(x), result.candidate.pwl.values)
    style.legend_below(figure)
    return figure


def _draw(axes: Axes, result: Result) -> None:
    """Draw the function, the tails, and each segment in its colour."""
    x, pwl = curves.grid(result), result.candidate.pwl
    curves.draw_function(axes, result, x)
    curves.draw_tails(axes, result)
    for k in range(pwl.segments):
        ends = slice(k, k + 2)
        axes.plot(pwl.breakpoints[ends], pwl.values[ends], color=_color(k), linewidth=1.5, label=f"segment {k + 1}")
    axes.plot(
        pwl.breakpoints, pwl.values, "o", color=style.INK, markersize=curves.dot_size(result), label="breakpoints"
    )
    curves.fit_limits(axes, result, result.problem.activation(x), pwl.values)


def _color(segment: int) -> str:
    return style.CYCLE[segment % len(style.CYCLE)]


def _legend(result: Result) -> tuple[list[Artist], list[str]]:
    """Return handles and texts: left tail, segments from left to right, right tail, function."""
    pwl = result.candidate.pwl
    low, high = pwl.interval
    equations = labels.line_texts(pwl)
    x = labels.x_texts(pwl.breakpoints, high - low)
    shown = pwl.segments if pwl.segments <= EQUATIONS else EQUATIONS - 1
    wide = max(map(len, x))
    spans = (f"{x[k]:>{wide}} .. {x[k + 1]:>{wide}}" for k in range(shown))
    ranges = [f"{'x <':>{wide}} {x[0]}", *spans, f"{'x >':>{wide}} {x[-1]}"]
    lines = [_dashes(), *(Line2D([], [], color=_color(k)) for k in range(shown)), _dashes()]
    kept = [*equations[: shown + 1], equations[-1]]
    width, length = max(map(len, ranges)), max(map(len, kept))
    texts = [f"{where:<{width}}  {equation:>{length}}" for where, equation in zip(ranges, kept, strict=True)]
    if shown < pwl.segments:
        lines.insert(-1, Line2D([], [], linestyle="none"))
        texts.insert(-1, f"... and {pwl.segments - shown} more segments")
    band = Line2D([], [], color=style.PALE, linewidth=style.FUNCTION_WIDTH)
    return [*lines, band], [*texts, "function"]


def _dashes() -> Line2D:
    return Line2D([], [], color=style.GREY, linewidth=style.LINE_WIDTH, linestyle=style.DASHES)


def _columns(entries: Sequence[str]) -> int:
    """Return how many columns of these entries the figure is wide."""
    ems = max(map(len, entries)) * ADVANCE + HANDLE_LENGTH + HANDLE_GAP + COLUMN_GAP
    return int(np.clip(LEGEND_SHARE * style.WIDTH * 72 / style.SMALL_SIZE // ems, 1, 3))
