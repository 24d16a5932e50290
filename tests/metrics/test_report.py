"""The report of an approximation holds both kinds of errors, each as measured alone."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.fit import sample
from pwlact.functions import get
from pwlact.metrics import error_report, exact_errors, grid_errors
from pwlact.pwl import make_pwl

SILU = get("silu")
SAMPLES = sample(SILU, (-8.0, 8.0))
B = np.array([-8.0, -2.0, 0.0, 2.0, 8.0])
PWL = make_pwl(SILU, B, SILU(B))


def test_errors_on_the_grid_and_exact_ones_are_those_measured_alone() -> None:
    report = error_report(SILU, SAMPLES, PWL)
    assert report.grid == grid_errors(SAMPLES, PWL)
    assert report.exact == exact_errors(SILU, PWL)
    assert report.codes is None


def test_weights_change_the_means_on_the_grid_alone() -> None:
    weights = np.where(SAMPLES.x > 0.0, 1.0, 0.0)
    weights /= weights.sum()
    plain, weighted = error_report(SILU, SAMPLES, PWL), error_report(SILU, SAMPLES, PWL, weights)
    assert weighted.exact == plain.exact
    assert weighted.grid.max == plain.grid.max
    off = np.abs(PWL(SAMPLES.x) - SAMPLES.y)
    assert weighted.grid.mean == pytest.approx(off[SAMPLES.x > 0.0].mean(), rel=1e-12)


def test_the_exact_maximum_is_no_less_than_that_on_the_grid() -> None:
    report = error_report(SILU, SAMPLES, PWL)
    assert report.grid.max <= report.exact.max * (1.0 + 1e-12)
    assert report.grid.max == pytest.approx(report.exact.max, rel=1e-5)
