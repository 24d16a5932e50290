"""Contact errors: where an approximation is off the most, and the shares of its mean error."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.fit import lstsq_batch, sample
from pwlact.fit.contacts import contact_errors
from pwlact.functions import get

SAMPLES = sample(get("gelu"), (-8.0, 8.0))
DENSITY = np.exp(-0.5 * SAMPLES.x**2) / np.exp(-0.5 * SAMPLES.x**2).sum()


def _breakpoints(gaps: list[float]) -> np.ndarray:
    ends = np.concatenate(([0.0], np.cumsum(gaps)))
    return -8.0 + 16.0 * ends / ends[-1]


GAPS = st.lists(st.floats(0.1, 1.0), min_size=1, max_size=12)


@given(GAPS)
def test_contacts_hold_the_largest_error_and_shares_add_up_to_the_mean(gaps: list[float]) -> None:
    rows = _breakpoints(gaps)[None, :]
    fits, m = lstsq_batch(SAMPLES, rows), rows.shape[1]
    errors = contact_errors(SAMPLES, rows, fits.values)[0]
    assert errors.shape == (3 * m - 2,)
    assert errors[2 * m - 1 :].sum() == pytest.approx(fits.mean_error[0], rel=1e-9)
    # At breakpoints between samples the error is a little larger than on the samples.
    assert fits.max_error[0] * (1 - 1e-9) <= errors[: 2 * m - 1].max() <= fits.max_error[0] * 1.05


@given(GAPS)
def test_shares_are_weighted_by_a_density(gaps: list[float]) -> None:
    rows = _breakpoints(gaps)[None, :]
    values = lstsq_batch(SAMPLES, rows).values
    shares = contact_errors(SAMPLES, rows, values, DENSITY)[0, 2 * rows.shape[1] - 1 :]
    off = np.abs(np.interp(SAMPLES.x, rows[0], values[0]) - SAMPLES.y)
    assert shares.sum() == pytest.approx(float(DENSITY @ off), rel=1e-9)


def test_a_kink_inside_a_piece_is_a_contact() -> None:
    samples = sample(get("relu"), (-1.0, 1.0))
    errors = contact_errors(samples, np.array([[-1.0, 1.0]]), np.array([[0.0, 1.0]]))[0]
    assert errors[:2].tolist() == [0.0, 0.0]
    assert errors[2] == pytest.approx(0.5)
