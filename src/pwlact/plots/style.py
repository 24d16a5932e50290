"""How figures look: sizes, fonts and colours."""

from __future__ import annotations

import io
from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import Locator, NullLocator, ScalarFormatter

from pwlact.search.problem import Problem
from pwlact.search.result import Result

WIDTH, HEIGHT = 9.0, 5.0  # inches
DPI = 150
NOTEBOOK_DPI = 90

TITLE_SIZE = 11.0  # font sizes, in points
TEXT_SIZE = 9.0
SMALL_SIZE = 7.5

# Okabe and Ito's palette, which colour-blind readers can tell apart; its yellow is left out, too pale on white.
BLUE, VERMILLION, GREEN = "#0072B2", "#D55E00", "#009E73"
PURPLE, SKY, ORANGE = "#CC79A7", "#56B4E9", "#E69F00"
CYCLE = (BLUE, VERMILLION, GREEN, PURPLE, SKY, ORANGE)
INK, GREY, PALE = "#222222", "#808080", "#C8C8C8"

FUNCTION_WIDTH = 4.5  # the function is a broad pale band, so that a thin approximation shows on it
LINE_WIDTH = 1.3
HAIR = 0.6
HAIR_COLOR = (0.5, 0.5, 0.5, 0.5)
DASHES = (0, (3, 2))  # of the tails

NAME_LENGTH = 48  # longest name in a title, in characters
DENSITY_LENGTH = 24  # longest density
PANEL_NAME_LENGTH = 24  # and in the title of one panel of several


class NotebookFigure(Figure):
    """A figure that notebooks show; they know by themselves those of pyplot alone."""

    def _repr_png_(self) -> bytes:
        data = io.BytesIO()
        self.savefig(data, format="png", dpi=NOTEBOOK_DPI)
        return data.getvalue()


def new_figure(height: float = HEIGHT) -> NotebookFigure:
    """Return an empty figure that lays itself out, `height` inches high."""
    return NotebookFigure(figsize=(WIDTH, height), dpi=DPI, layout="constrained", facecolor="white")


def dress(axes: Axes, x_label: str, y_label: str) -> None:
    """Label axes and give them the house's fonts and frame."""
    axes.set_facecolor("white")
    axes.set_xlabel(x_label, fontsize=TEXT_SIZE, color=INK)
    axes.set_ylabel(y_label, fontsize=TEXT_SIZE, color=INK)
    axes.tick_params(labelsize=SMALL_SIZE, color=GREY, labelcolor=INK)
    # Numbers in full, without a common offset.
    axes.ticklabel_format(useOffset=False, scilimits=(-7, 7))
    axes.yaxis.get_offset_text().set_fontsize(SMALL_SIZE)
    axes.spines[:].set_color(GREY)
    axes.spines[["top", "right"]].set_visible(False)


def legend_below(figure: Figure, handles: Sequence[Artist] | None = None, columns: int = 8) -> None:
    """Write a legend below the axes: of these handles, or of what the figure's first axes show."""
    shown = figure.axes[0].get_legend_handles_labels()[0] if handles is None else handles
    figure.legend(
        handles=shown,
        loc="outside lower center",
        ncols=min(max(len(shown), 1), columns),
        frameon=False,
        fontsize=TEXT_SIZE,
        labelcolor=INK,
    )


def number_in_full(axes: Axes, locator: Locator) -> None:
    """Label a logarithmic x axis with plain numbers at these positions, and no others."""
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_minor_locator(NullLocator())
    formatter = ScalarFormatter()
    formatter.set_scientific(False)
    axes.xaxis.set_major_formatter(formatter)
    axes.tick_params(which="both", labelsize=SMALL_SIZE)


def title(figure: Figure, text: str) -> None:
    """Set a figure's title; a dollar sign in a name begins no formula."""
    figure.suptitle(text, fontsize=TITLE_SIZE, color=INK, parse_math=False)


def shorten(name: str, length: int = NAME_LENGTH) -> str:
    """Return a name on one line, cut where it is longer than `length`."""
    line = " ".join(name.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def heading(problem: Problem, length: int = NAME_LENGTH) -> str:
    """Return the function, the segments and the range of a problem."""
    low, high = problem.interval
    plural = "" if problem.segments == 1 else "s"
    name = shorten(problem.activation.label, length)
    return f"{name}, {problem.segments} segment{plural} on [{low:g}, {high:g}]"


def error_text(result: Result) -> str:
    """Return the errors on the grid, of a unit over its inputs or at noisy data, for a title's second line."""
    errors = result.candidate.errors.codes or result.candidate.errors.grid
    whose = "error of the unit" if result.candidate.errors.codes else "error"
    if result.candidate.errors.data is not None:
        return f"error at the data: max {errors.max:.4g}, mean {errors.mean:.4g}, RMS {errors.mse**0.5:.4g}"
    return f"{whose}: max {errors.max:.4g}, mean {errors.mean:.4g}{weighting(result.problem)}"


def weighting(problem: Problem) -> str:
    """Return the words, after a blank, that name the density by which a mean is weighted; empty without a density."""
    return "" if problem.density is None else f" (weighted by {density_name(problem)})"


def density_name(problem: Problem) -> str:
    """Return the short name of a problem's density; of a file, without its folder."""
    return "" if problem.density is None else shorten(problem.density.text.rpartition("/")[2], DENSITY_LENGTH)
