"""The residuals of noisy data."""

from __future__ import annotations

from matplotlib.figure import Figure

from pwlact.errors import FileError
from pwlact.plots import curves, labels, style
from pwlact.plots.scatter import draw_points, scatter
from pwlact.search.result import Result


def has_residuals(result: Result) -> bool:
    """Return whether a result is of noisy data."""
    return result.problem.activation.noisy


def residuals(result: Result) -> Figure:
    """Draw y - p(x) at noisy data, with the largest error and the root of the mean square on both sides of 0.

    Parameters
    ----------
    result : Result
        Of noisy data; many are thinned.

    Raises
    ------
    FileError
        If it is of a function.
    """
    errors = result.errors.data
    if errors is None:
        raise FileError("residuals are of noisy data, got a result of a function; draw its error")
    figure = style.new_figure()
    axes = figure.add_subplot()
    style.title(figure, f"Residuals: {style.heading(result.problem)}\n{style.error_text(result)}")
    style.dress(axes, "x", "y - p(x)")
    x, y = scatter(result)
    draw_points(axes, x, y - result.approximation(x))
    axes.axhline(0.0, color=style.BLUE, linewidth=style.LINE_WIDTH, label="approximation")
    levels = (("root mean square", errors.mse**0.5, style.GREEN), ("maximum", errors.max, style.VERMILLION))
    for name, level, color in levels:
        axes.axhline(level, color=color, linewidth=1.0, linestyle=style.DASHES, label=f"{name} {level:.4g}")
        axes.axhline(-level, color=color, linewidth=1.0, linestyle=style.DASHES)
    low, high = result.problem.interval
    axes.set_xlim(low, high)
    breakpoints = result.pwl.breakpoints
    curves.draw_breakpoints(axes, breakpoints)
    labels.row(axes, breakpoints, labels.x_texts(breakpoints, high - low))
    style.legend_below(figure)
    return figure
