"""The error of a unit over its input codes."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import Maker, title

from pwlact import plots
from pwlact.errors import FileError


def test_the_error_of_every_code_is_drawn_with_a_gap_between_pieces(make: Maker) -> None:
    result = make("unit")
    unit, report = result.candidate.unit, result.candidate.unit_report
    assert unit is not None
    assert report is not None
    figure = plots.unit(result)
    curve = max(figure.axes[0].lines, key=lambda line: len(line.get_xdata()))
    x, off = np.asarray(curve.get_xdata()), np.asarray(curve.get_ydata())
    assert np.isnan(x).sum() == unit.pieces - 1
    assert np.isfinite(x).sum() == report.inputs
    assert np.nanmax(np.abs(off)) == report.errors.max
    assert f"on {report.inputs:,} inputs" in title(figure)


def test_a_result_in_real_numbers_is_refused(make: Maker) -> None:
    with pytest.raises(FileError, match="a unit's figure needs a result in a number format"):
        plots.unit(make("paper"))
