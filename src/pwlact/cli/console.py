"""What the commands print: one JSON object, or tables and lines, on stdout; notes on stderr."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from pwlact.cli.layout import pair_lines, table_lines


def print_json(data: Any) -> None:
    """Print one JSON object; nothing else may go to stdout beside it."""
    print(json.dumps(data, indent=2, allow_nan=False))


def say(line: object) -> None:
    """Print a line to stdout."""
    print(line)


def say_each(lines: Iterable[str]) -> None:
    """Print lines to stdout, each once, and none that is empty."""
    for line in dict.fromkeys(filter(None, lines)):
        say(line)


def note(line: object) -> None:
    """Print a line to stderr, where it disturbs no JSON."""
    print(line, file=sys.stderr, flush=True)


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    texts: Sequence[str] = (),
    drop: Sequence[str] = (),
) -> None:
    """Print a table that fits the terminal; columns that do not fit are named below it.

    Parameters
    ----------
    title, columns, rows : str, sequence of str, iterable of sequences of str
        Headings and cells; the first column is text, the others are numbers.
    texts, drop : sequence of str
        Further columns of text, and columns that may be left out, in this order.
    """
    lines, dropped = table_lines(columns, list(rows), width(), texts=texts, drop=drop)
    for line in (title, *lines):
        say(line)
    if dropped:
        say(f"not shown: {', '.join(dropped)}; widen the terminal, or give --json")


def print_pairs(title: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Print a title, and a line for each key and its value."""
    for line in (title, *pair_lines(pairs, width())):
        say(line)


def width() -> int:
    """Return the characters of a line: the terminal's, or COLUMNS, or 80 in files and pipes."""
    return max(shutil.get_terminal_size().columns, 40)
