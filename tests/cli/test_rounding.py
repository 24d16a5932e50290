"""Everything rounded to one format: the errors are those of NumPy's own halves."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact import functions
from pwlact.cli.rounding import check_rounding, check_text
from pwlact.errors import ConfigError, FormatError
from pwlact.search import Problem, Result
from pwlact.search.solve import solve_given
from pwlact.settings.unit import UnitChoice, unit_spec

POINTS = np.array([-2.0, -0.3, 0.7])


def _result(**others: object) -> Result:
    activation = functions.get("sigmoid")
    return solve_given(Problem(activation=activation, interval=(-4.0, 4.0), segments=4, **others), POINTS)  # type: ignore[arg-type]


def test_the_errors_are_those_of_numpys_float16() -> None:
    result = _result()
    report = check_rounding(result, "fp16")
    codes = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    x = codes[np.isfinite(codes) & (codes >= -4) & (codes <= 4)]
    pwl = result.candidate.pwl
    # A piece begins at the input next to its point.
    inputs = np.unique(x.astype(np.float64))
    starts = np.array([inputs[np.argmin(np.abs(inputs - point))] for point in pwl.points])
    k = np.searchsorted(starts, x.astype(np.float64), side="right")
    with np.errstate(all="ignore"):
        y = pwl.slopes.astype(np.float16)[k] * x + pwl.intercepts.astype(np.float16)[k]
    assert y.dtype == np.float16
    off = np.abs(y.astype(np.float64) - functions.get("sigmoid")(x.astype(np.float64)))
    assert report.errors.max == pytest.approx(float(off.max()), rel=1e-12)
    assert report.errors.max > result.errors.exact.max
    assert f"max {off.max():.6g}" in check_text(report, "fp16")


def test_a_check_is_of_real_numbers_in_a_format_that_exists() -> None:
    with pytest.raises(ConfigError, match="real numbers"):
        check_rounding(_result(spec=unit_spec("q4.8", UnitChoice())), "fp16")
    with pytest.raises(FormatError):
        check_rounding(_result(), "fp99")
