"""Tables and lists of figures that fit a width without cutting a number."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

GAP = "  "
LABEL = 13  # columns of a key
LONGEST = 32  # of a cell of text, in a table of numbers
MARK = "..."


def table_lines(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    texts: Sequence[str] = (),
    drop: Sequence[str] = (),
) -> tuple[list[str], list[str]]:
    """Return a table's lines, and the columns that it leaves out.

    Parameters
    ----------
    columns : sequence of str
        Headings; the first column is text, the others are numbers, aligned right.
    rows : sequence of sequences of str
        Cells.
    width : int
        Characters of a line. Where the table is wider, columns are left out; a number is never cut.
    texts : sequence of str
        Further columns that are text. Text is aligned left, and loses its middle where it is long.
    drop : sequence of str
        Columns to leave out, in this order.
    """
    lefts = {columns[0], *texts} if columns else set()
    cells = {name: [_capped(row[i], name in lefts) for row in rows] for i, name in enumerate(columns)}
    sizes = {name: max(map(len, (name, *column))) for name, column in cells.items()}
    dropped: list[str] = []
    for name in drop:
        if sum(sizes.values()) + len(GAP) * (len(sizes) - 1) <= width:
            break
        if sizes.pop(name, None) is not None:
            dropped.append(name)

    def line(values: Iterable[str]) -> str:
        pairs = zip(sizes.items(), values, strict=True)
        return GAP.join(f"{v:<{size}}" if name in lefts else f"{v:>{size}}" for (name, size), v in pairs).rstrip()

    body = [line(cells[name][i] for name in sizes) for i in range(len(rows))]
    return [line(sizes), line("-" * size for size in sizes.values()), *body], dropped


def pair_lines(pairs: Iterable[tuple[str, str]], width: int) -> list[str]:
    """Return a line for each key and its value; a long value goes on below, and is broken at blanks only."""
    lines = []
    for key, value in pairs:
        lines += textwrap.wrap(
            f"{key:<{LABEL}}{GAP}{value}", width, subsequent_indent=" " * (LABEL + len(GAP)),
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
    return lines


def _capped(text: str, is_text: bool) -> str:
    """Return a text without its middle where it is long: names of runs often differ at their ends."""
    if not is_text or len(text) <= LONGEST:
        return text
    tail = (LONGEST - len(MARK)) // 2
    return text[: LONGEST - len(MARK) - tail] + MARK + text[-tail:]
