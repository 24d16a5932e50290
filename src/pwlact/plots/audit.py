"""The error of an audited table, row by row, with the best possible."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from pwlact._types import Array
from pwlact.plots import style
from pwlact.studies.audit_codes import coded, keys_within
from pwlact.studies.audit_record import Audit

POINTS = 4000  # over the range, in real numbers


def audit(found: Audit) -> Figure:
    """Draw the error p(x) - f(x) of a table, with hairs where its rows begin, and the best possible as levels.

    A mirrored unit is drawn on both sides of 0, a mirrored table in real numbers on its own.

    Parameters
    ----------
    found : Audit
        The audit; of a unit, the error over its input codes.
    """
    figure = style.new_figure()
    axes = figure.add_subplot()
    (low, high), both = found.interval, " and by symmetry below" if found.mirrored else ""
    name = style.shorten(found.activation.label)
    count = len(found.rows) or found.table.pieces
    best = "" if found.best is None else f", best possible {found.best:.4g}"
    style.title(
        figure,
        f"Audit: {name}, {count} row{'' if count == 1 else 's'} on [{low:g}, {high:g}]{both}\n"
        f"max error {found.max_error:.4g}{best}",
    )
    style.dress(axes, "x", "p(x) - f(x)" if found.unit is None else "unit(x) - f(x)")
    begins = np.array([row.begin for row in found.rows[1:]])
    x, off = _errors(found)
    if x[0] < low:  # the reflected half
        begins = np.concatenate((np.nextafter(-begins[::-1], 0.0), [0.0], begins))  # a row ends at -begin, included
    at = np.searchsorted(x, begins)
    gaps = (np.insert(values, at, np.nan) for values in (x, off))  # rows need not join
    for begin in begins.tolist():
        axes.axvline(begin, color=style.HAIR_COLOR, linewidth=style.HAIR)
    axes.plot(*gaps, color=style.BLUE, linewidth=style.HAIR if found.unit is not None else style.LINE_WIDTH)
    for level in (-1.0, 1.0):
        if found.best is not None:
            axes.axhline(level * found.best, color=style.GREEN, linewidth=1.0, linestyle=style.DASHES)
    axes.axhline(0.0, color=style.GREY, linewidth=style.HAIR)
    worst = int(np.argmax(np.abs(off)))
    axes.plot(x[worst], off[worst], "o", color=style.VERMILLION, markersize=4.0)
    axes.set_xlim(x[0], x[-1])
    return figure


def _errors(found: Audit) -> tuple[Array, Array]:
    """Return inputs and errors: all input codes of the rows in the range, or points of the range with the worst."""
    low, high = found.interval
    if found.unit is None:
        last = np.nextafter(high, low)  # the end itself may be a tail's
        x = np.union1d(np.linspace(low, last, POINTS), [min(found.worst, last)])
        return x, found.table(x) - found.activation(x)
    keys = keys_within(found.unit, (-high if found.unit.spec.mirrored else low, high))
    seen = coded(found.unit, found.activation, keys)
    return seen.x, seen.off
