"""The figure of an audit."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import check_texts, title

import pwlact
from pwlact import plots

TABLE = {"breakpoints": [-8, -2, 2, 8], "slopes": [0.01, 0.2, 0.02], "intercepts": [0.1, 0.5, 0.9]}


@pytest.mark.parametrize("format_", [None, "q4.8"])
def test_the_error_is_drawn_row_by_row_with_its_maximum(format_: str | None) -> None:
    audit = pwlact.audit(TABLE, "sigmoid", format=format_)
    figure = plots.audit(audit)
    curve = max(figure.axes[0].lines, key=lambda line: len(line.get_xdata()))
    x, off = np.asarray(curve.get_xdata()), np.asarray(curve.get_ydata())
    assert np.isnan(x).sum() == len(audit.rows) - 1
    assert np.nanmax(np.abs(off)) == pytest.approx(audit.max_error, rel=1e-3)
    assert f"best possible {audit.best:.4g}" in title(figure)
    check_texts(figure)


def test_a_mirrored_unit_is_drawn_on_both_sides_with_its_worst_input() -> None:
    """Rounding up makes the reflected half the worse one."""
    half = {"breakpoints": [0, 1, 2.5, 8], "slopes": [0.23, 0.13, 0.01], "intercepts": [0.5, 0.6, 0.92]}
    audit = pwlact.audit(half, "sigmoid", mirror=True, format="q4.8", unit={"rounding": "up"})
    axes = plots.audit(audit).axes[0]
    curve = max(axes.lines, key=lambda line: len(line.get_xdata()))
    x, off = np.asarray(curve.get_xdata()), np.asarray(curve.get_ydata())
    assert np.isnan(x).sum() == 2 * len(audit.rows) - 1
    assert axes.get_xlim() == (np.nanmin(x), np.nanmax(x)) == (-8.0, 8.0 - 2**-8)
    assert x[np.nanargmax(np.abs(off))] == audit.report.worst < 0
    for begin in (-1.0, -2.5):  # the last input of a row, then the gap
        assert np.isnan(x[np.flatnonzero(x == begin)[0] + 1])
    assert "and by symmetry below" in title(axes.figure)


def test_the_step_to_a_tail_at_the_end_of_the_range_is_no_error_of_a_row() -> None:
    table = {"breakpoints": [-8, 0, 8], "slopes": [0, 0.05, 0.05, 0], "intercepts": [0, 0.5, 0.5, 7]}
    curve = max(plots.audit(pwlact.audit(table, "sigmoid")).axes[0].lines, key=lambda line: len(line.get_xdata()))
    assert np.nanmax(np.abs(curve.get_ydata())) < 1.0
