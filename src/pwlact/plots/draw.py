"""Figures by name, and figures as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

from pwlact.errors import ConfigError, require
from pwlact.files import write_atomically
from pwlact.plots.approximation import approximation
from pwlact.plots.curvature import curvature
from pwlact.plots.episode import episode, has_episode
from pwlact.plots.equations import many_pieces, save_equations
from pwlact.plots.error import error
from pwlact.plots.histogram import has_histogram, histogram
from pwlact.plots.inset import inset
from pwlact.plots.residuals import has_residuals, residuals
from pwlact.plots.unit import unit
from pwlact.plots.walk import has_walk, walk
from pwlact.search.result import Result

FIGURES: dict[str, Callable[[Result], Figure]] = {
    "approximation": approximation,
    "error": error,
    "residuals": residuals,
    "inset": inset,
    "curvature": curvature,
    "episode": episode,
    "histogram": histogram,
    "unit": unit,
    "walk": walk,
}
"""The figures of one result, by name; `figures_of` names those that a result has."""

SUFFIXES = (".png", ".svg", ".pdf")


def figures_of(result: Result) -> list[str]:
    """Return the names of the figures that a result has: of a unit, its own error in place of its PWL's, and so on."""
    coded = result.candidate.unit is not None
    present = {
        "error": not coded and not has_residuals(result),
        "residuals": has_residuals(result),
        "inset": not has_residuals(result),
        "curvature": not has_residuals(result),
        "unit": coded,
        "episode": has_episode(result),
        "histogram": has_histogram(result),
        "walk": has_walk(result),
    }
    return [name for name in FIGURES if present.get(name, True)]


def draw_to(result: Result, name: str, path: Path) -> tuple[Figure, list[Path]]:
    """Draw a figure of a result to a file, and return it with the files written.

    Many equations go to a table beside an approximation: FIGURE_equations.csv beside FIGURE.png.

    Parameters
    ----------
    result : Result
        The result to draw.
    name : str
        A key of `FIGURES`.
    path : Path
        The figure's file, as in `save_figure`.

    Raises
    ------
    ConfigError
        If the name or the file's suffix is unknown.
    FileError
        If the result has no such figure, or a file cannot be written.
    """
    require(name in FIGURES, f"a kind is one of {', '.join(FIGURES)}", repr(name), "choose one")
    path = figure_file(path)
    if name != "approximation" or not many_pieces(result):
        figure = FIGURES[name](result)
        return figure, [save_figure(figure, path)]
    table = path.with_name(f"{path.stem}_equations.csv")
    figure = approximation(result, table.name)
    return figure, [save_figure(figure, path), save_equations(result, table)]


def save_figure(figure: Figure, path: Path) -> Path:
    """Write a figure whole or not at all, and return its path.

    Parameters
    ----------
    figure : Figure
        The figure to write.
    path : Path
        Its suffix, .png, .svg or .pdf, is the format; without one, .png is added.

    Raises
    ------
    ConfigError
        If the suffix is another.
    FileError
        If the file cannot be written.
    """
    path = figure_file(path)
    write_atomically(path, lambda temporary: figure.savefig(temporary, format=path.suffix.lower()[1:]))
    return path


def figure_file(path: Path) -> Path:
    """Return a figure's file with its suffix, .png by default.

    Raises
    ------
    ConfigError
        If its suffix is another than .png, .svg and .pdf.
    """
    check_suffix(path)
    return path if path.suffix else path.with_name(path.name + ".png")


def check_suffix(path: Path) -> None:
    """Raise ConfigError where a figure's file has an unknown suffix; a file without one is accepted."""
    if (path.suffix or not path.name) and path.suffix.lower() not in SUFFIXES:
        raise ConfigError(f"a figure's file ends in {', '.join(SUFFIXES)}, got {path.name!r}; choose one of them")
