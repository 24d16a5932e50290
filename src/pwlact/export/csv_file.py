"""Target csv: a row for each piece, of codes and values, or of real numbers where there is no unit."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

import numpy as np

from pwlact._types import Codes
from pwlact.datapath import Unit, order_key_limits
from pwlact.datapath.record import threshold_codes
from pwlact.export.source import Source, about, drop_unreachable
from pwlact.export.target import Target
from pwlact.export.text import comment
from pwlact.formats import FloatFormat
from pwlact.pwl import PWL, SeparateLines

CODED = ("begin_code", "begin", "slope_code", "slope", "intercept_code", "intercept")
REAL = ("begin", "slope", "intercept")


def files(source: Source) -> Mapping[str, str]:
    """Return the file: comment lines, a row of names, a row for each piece; numbers read back bit for bit."""
    if source.unit is None:
        lines = [
            "p(x) = slope * x + intercept from begin to the next begin; the first and the last piece are the tails"
        ]
        names, body = list(REAL), _real_rows(source.pwl) if source.lines is None else _separate_rows(source.lines)
    else:
        unit = drop_unreachable(source.unit)
        lines = [*about(unit), "a piece has the inputs from its begin to the next; with a symmetry, of |x|"]
        names, body = list(CODED), coded_rows(unit)
    text = io.StringIO()
    text.write("".join(f"{line}\n" for line in comment([*source.note, *lines], "#")))
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(body)
    return {f"{source.symbol}.csv": text.getvalue()}


def coded_rows(unit: Unit) -> Iterable[tuple[int | float, ...]]:
    """Return the rows of a unit, of the columns `CODED`; the first piece begins at the input's lowest value."""
    spec = unit.spec
    codes = begin_codes(unit).tolist()
    columns = ((codes, spec.input), (unit.slopes.tolist(), spec.slope), (unit.intercepts.tolist(), spec.intercept))
    return zip(
        *(part for column, format_ in columns for part in (column, format_.decode(column).tolist())), strict=True
    )


def begin_codes(unit: Unit) -> Codes:
    """Return the input code at which each piece begins, shape (pieces,), of |x| where the table is mirrored."""
    input_ = unit.spec.input
    lowest = order_key_limits(unit.spec)[0]
    if isinstance(input_, FloatFormat):
        lowest = max(lowest, -1 - input_.largest_pattern - input_.infinities)  # below are NaNs
    return np.append(input_.from_order(lowest), threshold_codes(unit))


def last_codes(unit: Unit) -> Codes:
    """Return the input code with which each piece ends, shape (pieces,), of |x| where the table is mirrored."""
    input_ = unit.spec.input
    highest = input_.largest_pattern + input_.infinities if isinstance(input_, FloatFormat) else input_.highest
    return np.asarray(input_.from_order(np.append(unit.thresholds - 1, highest)))


def _real_rows(pwl: PWL) -> Iterable[tuple[float, ...]]:
    slopes, intercepts = pwl.slopes, pwl.intercepts
    left, right = pwl.left_tail, pwl.right_tail
    return [
        (-float("inf"), left.slope, left.intercept),
        *zip(pwl.breakpoints[:-1].tolist(), slopes.tolist(), intercepts.tolist(), strict=True),
        (float(pwl.breakpoints[-1]), right.slope, right.intercept),
    ]


def _separate_rows(lines: SeparateLines) -> Iterable[tuple[float, ...]]:
    """Return the rows of lines that need not join; the first one begins at minus infinity, the last goes on."""
    begins = [-float("inf"), *lines.points.tolist()]
    return zip(begins, lines.slopes.tolist(), lines.intercepts.tolist(), strict=True)


TARGET = Target("csv", "a row for each piece: first code, slope, intercept, as codes and values", files)
