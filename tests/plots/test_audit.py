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
