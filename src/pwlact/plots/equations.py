"""The equations of a result's pieces: as entries of a legend, and as a table in a file where there are many."""

from __future__ import annotations

from pathlib import Path

from matplotlib.artist import Artist
from matplotlib.lines import Line2D

from pwlact.files import csv_text, write_text
from pwlact.plots import labels, style
from pwlact.search.pieces import Pieces, pieces_of
from pwlact.search.result import Result

MAX_SHOWN = 16  # pieces whose equations a legend can hold
HEADER = ("piece", "begin", "end", "slope", "intercept", "equation")


def many_pieces(result: Result) -> bool:
    """Return whether a result has too many pieces for their equations to stand in a legend."""
    return len(pieces_of(result).inside) > MAX_SHOWN


def equations_csv(result: Result) -> str:
    """Return the equations of all pieces, tails included, as CSV text.

    The columns are piece (a number, or the name of a tail), begin and end in x (empty where a tail has none), slope,
    intercept, and the equation as a text with fewer digits. Of a unit, begin and end are input codes as numbers.

    Parameters
    ----------
    result : Result
        The source of the pieces.
    """
    pieces = pieces_of(result)
    names = (
        *("left tail" for _ in pieces.left),
        *range(1, len(pieces.inside) + 1),
        *("right tail" for _ in pieces.right),
    )
    left_ends = (*(None for _ in pieces.left), *(float(piece.x[0]) for piece in (*pieces.inside, *pieces.right)))
    right_ends = (*(float(piece.x[1]) for piece in (*pieces.left, *pieces.inside)), *(None for _ in pieces.right))
    lines = (piece.line for piece in (*pieces.left, *pieces.inside, *pieces.right))
    rows = zip(names, left_ends, right_ends, lines, labels.line_texts(pieces), strict=True)
    return csv_text(HEADER, ((*row[:3], *row[3], row[4]) for row in rows))


def save_equations(result: Result, path: Path) -> Path:
    """Write the equations of all pieces to a CSV file, whole or not at all, and return its path.

    Parameters
    ----------
    result : Result
        The source of the pieces.
    path : Path
        The file; an existing one is replaced.

    Raises
    ------
    FileError
        If the file cannot be written.
    """
    write_text(path, equations_csv(result))
    return path


def color(piece: int) -> str:
    """Return the colour of a piece within the range, counted from 0."""
    return style.CYCLE[piece % len(style.CYCLE)]


def legend(pieces: Pieces, table: str | None, *, noisy: bool = False) -> tuple[list[Artist], list[str]]:
    """Return handles and texts: left tail, pieces from left to right or a note on them, right tail, function.

    Parameters
    ----------
    pieces : Pieces
        The pieces drawn.
    table : str or None
        Name of the file that holds the equations, if there are too many for the legend.
    noisy : bool
        Whether noisy data stand in place of the function.
    """
    count, texts = len(pieces.inside), _texts(pieces)
    first, last = len(pieces.left), len(pieces.left) + count
    handles: list[Artist]
    if count <= MAX_SHOWN:
        handles = [Line2D([], [], color=color(k)) for k in range(count)]
    else:
        where = "not shown" if table is None else f"in {table}"
        handles, texts[first:last] = [Line2D([], [], linestyle="none")], [f"{count} segments, equations {where}"]
    band = Line2D([], [], color=style.PALE, linewidth=style.FUNCTION_WIDTH)
    dots = Line2D([], [], color=style.GREY, alpha=0.5, marker="o", markersize=4.0, linestyle="none")
    end = (dots, "data") if noisy else (band, "function")
    tails = ([_dashes() for _ in side] for side in (pieces.left, pieces.right))
    left, right = tails
    return [*left, *handles, *right, end[0]], [*texts, end[1]]


def _texts(pieces: Pieces) -> list[str]:
    """Return the span and the equation of each piece, in columns."""
    knots = pieces.knots
    x = labels.x_texts(knots, float(knots[-1] - knots[0]))
    wide = max(map(len, x))
    spans = [
        *(f"{'x <':>{wide}} {x[0]}" for _ in pieces.left),
        *(f"{x[k]:>{wide}} .. {x[k + 1]:>{wide}}" for k in range(len(pieces.inside))),
        *(f"{'x >':>{wide}} {x[-1]}" for _ in pieces.right),
    ]
    equations = labels.line_texts(pieces)
    width, length = max(map(len, spans)), max(map(len, equations))
    return [f"{span:<{width}}  {equation:>{length}}" for span, equation in zip(spans, equations, strict=True)]


def _dashes() -> Line2D:
    return Line2D([], [], color=style.GREY, linewidth=style.LINE_WIDTH, linestyle=style.DASHES)
