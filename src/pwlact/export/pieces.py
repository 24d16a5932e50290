"""The pieces of a result as CSV: what the converter writes, and a search and a training on demand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pwlact.export.csv_file import CODED, coded_rows
from pwlact.files import csv_text
from pwlact.pwl import PWL, SeparateLines, number
from pwlact.search import Result

COLUMNS = ("start", "stop", "slope", "intercept", "beta")


def pieces_csv(result: Result, digits: int | None = None) -> str:
    """Return a row for each piece, tails included.

    Parameters
    ----------
    result : Result
        Of real numbers, a row has start, stop, slope, intercept and beta: the first row's beta is beta_1, the constant
        of the hinge form, the others' the change of slope at their start; pieces that need not join
        have none. Of a unit, the rows are those of the export target csv.
    digits : int, optional
        Decimals; by default numbers read back as they are.
    """
    if result.unit is not None:
        return csv_text(CODED, ([str(part) for part in row] for row in coded_rows(result.unit)))
    return csv_text(COLUMNS, ([_text(part, digits) for part in row] for row in real_rows(result)))


def real_rows(result: Result) -> Iterator[tuple[float | None, ...]]:
    """Yield the rows of a result in real numbers, of the columns `COLUMNS`, tails included; None where there is none.

    Parameters
    ----------
    result : Result
        In real numbers.
    """
    lines = result.candidate.lines
    yield from _rows(result.candidate.pwl) if lines is None else _separate_rows(lines)


def _rows(pwl: PWL) -> Iterator[tuple[float | None, ...]]:
    inf = float("inf")
    betas = pwl.betas.tolist()
    lines = zip(pairwise(pwl.breakpoints.tolist()), pwl.slopes.tolist(), pwl.intercepts.tolist(), strict=True)
    yield -inf, float(pwl.breakpoints[0]), *pwl.left_tail, betas[0]
    for ((start, stop), slope, intercept), beta in zip(lines, betas[1:], strict=True):
        yield start, stop, slope, intercept, beta
    yield float(pwl.breakpoints[-1]), inf, *pwl.right_tail, None


def _separate_rows(lines: SeparateLines) -> Iterator[tuple[float | None, ...]]:
    """Return rows of lines that need not join, which have no betas; the outer lines are the tails too."""
    rows = list(zip(lines.slopes.tolist(), lines.intercepts.tolist(), strict=True))
    ends = [-float("inf"), *lines.breakpoints.tolist(), float("inf")]
    for (start, stop), line in zip(pairwise(ends), [rows[0], *rows, rows[-1]], strict=True):
        yield start, stop, *line, None


def _text(part: float | None, digits: int | None) -> str:
    if part is None:
        return ""
    return repr(part) if digits is None else number(part, digits)
