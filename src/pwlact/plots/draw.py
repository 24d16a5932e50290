"""Figures by name, and figures as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

from pwlact.errors import ConfigError
from pwlact.files import write_atomically
from pwlact.plots.approximation import approximation
from pwlact.plots.curvature import curvature
from pwlact.plots.episode import episode
from pwlact.plots.error import error
from pwlact.plots.inset import inset
from pwlact.search.result import Result

FIGURES: dict[str, Callable[[Result], Figure]] = {
    "approximation": approximation,
    "error": error,
    "inset": inset,
    "curvature": curvature,
    "episode": episode,
}
"""The figures of one result, by name."""

SUFFIXES = (".png", ".svg", ".pdf")


def save_figure(figure: Figure, path: Path) -> Path:
    """Write a figure whole or not at all, and return where.

    Parameters
    ----------
    figure : Figure
        What is written.
    path : Path
        Its suffix, .png, .svg or .pdf, is the format; without one, .png is added.

    Raises
    ------
    ConfigError
        If the suffix is another.
    FileError
        If the place cannot be written.
    """
    path = path.with_name(path.name + ".png") if path.name and not path.suffix else path
    check_suffix(path)
    write_atomically(path, lambda temporary: figure.savefig(temporary, format=path.suffix.lower()[1:]))
    return path


def check_suffix(path: Path) -> None:
    """Raise ConfigError where a figure's file has the suffix of no known format; none at all is right."""
    if (path.suffix or not path.name) and path.suffix.lower() not in SUFFIXES:
        raise ConfigError(f"a figure's file ends in {', '.join(SUFFIXES)}, got {path.name!r}; choose one of them")
