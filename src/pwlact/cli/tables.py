"""Outputs of the commands that make a table: a figure, a CSV file, and one JSON object or lines of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pwlact.cli.console import print_json, say
from pwlact.files import check_writable, output_file, write_text
from pwlact.settings.marks import File, Folder

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, kw_only=True)  # no slots: a mixin
class TableOptions:
    """Where a table and its figure go."""

    csv: File | None = None
    """Write the table to this file."""
    plot: File | None = None
    """Draw to this .png, .svg or .pdf file; by default to a file in --out."""
    figures: bool = True
    """Draw the figure."""
    out: Folder = "runs"
    """Folder of the figure."""
    json: bool = False
    """Print one JSON object, and nothing else."""


def check_outputs(figure: str | None, *files: str | None) -> None:
    """Refuse a figure's file and others ahead of the work that fills them; None is left out.

    Raises
    ------
    ConfigError
        If the figure's name ends in none of .png, .svg and .pdf.
    FileError
        If a place cannot be written, or its folder does not exist.
    """
    if figure is not None:
        from pwlact.plots.draw import check_suffix  # loads matplotlib

        check_suffix(Path(figure))
    for path in (figure, *files):
        if path is not None:
            check_writable(output_file(str(path)))


def figure_path(command: TableOptions, name: str) -> Path | None:
    """Return where the figure goes: to the given file, or to this name in --out; None where none is drawn."""
    if command.plot is not None:
        return Path(command.plot)
    return Path(command.out) / name if command.figures else None


def write_outputs(
    *,
    picture: Path | None,
    figure: Callable[[], Figure],
    csv: str | None,
    rows: Callable[[], str],
    json: bool,
    data: Callable[[], Any],
    show: Callable[[], None],
) -> int:
    """Write what was asked for and print the rest; return the exit code.

    Parameters
    ----------
    picture, csv : Path, str or None
        Where the figure and the rows go; None leaves them out.
    figure, rows, data, show : callable
        Make the figure, the CSV text and the JSON object, and print the table.
    json : bool
        Print the object and nothing else.
    """
    written = []
    if picture is not None:
        from pwlact.plots import save_figure  # loads matplotlib

        written.append(save_figure(figure(), picture))
    if csv is not None:
        write_text(Path(csv), rows())
        written.append(Path(csv))
    if json:
        print_json(data())
        return 0
    show()
    for path in written:
        say(f"written  {path}")
    return 0
