"""All lines between walls: the steepest and the flattest, against linear programs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from pwlact.fit.wedge_kernels import FLATTEST, HULL, KNOWN, STATE, STEEPEST, clear, narrow, on_line


def extreme_at(x: np.ndarray, low: np.ndarray, high: np.ndarray, at: float, sign: float) -> float | None:
    """Return the largest (sign 1) or least (-1) value at a point of a line between walls; None without a line."""
    rows = np.stack((x, np.ones_like(x)), axis=1)
    found = linprog(
        [-sign * at, -sign], A_ub=np.concatenate((rows, -rows)), b_ub=np.concatenate((high, -low)), bounds=(None, None)
    )
    return -sign * float(found.fun) if found.success else None


@pytest.mark.parametrize("seed", range(40))
def test_lines_between_walls_are_those_of_a_linear_program(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = np.cumsum(rng.uniform(0.1, 1.0, 20))
    middle, room = np.cumsum(rng.normal(0.0, 0.3, 20)), rng.uniform(0.3, 1.0, 20)
    low, high = middle - room, middle + room
    wedge = np.empty((2, HULL + 20, 4))
    clear(wedge)
    for i in range(20):
        lack, which = narrow(wedge, x[i], low[i], 0.0, high[i], 0.0, i)
        if i == 0:
            continue
        at = x[i] + 0.5
        top = extreme_at(x[: i + 1], low[: i + 1], high[: i + 1], at, 1.0)
        if lack > 0.0:
            assert top is None
            assert which in (STEEPEST, FLATTEST)
            return
        assert on_line(wedge, STEEPEST, at) == pytest.approx(top, abs=1e-8)
        bottom = extreme_at(x[: i + 1], low[: i + 1], high[: i + 1], at, -1.0)
        assert on_line(wedge, FLATTEST, at) == pytest.approx(bottom, abs=1e-8)


def test_walls_that_cross_leave_no_line() -> None:
    wedge = np.empty((2, HULL + 2, 4))
    clear(wedge)
    assert narrow(wedge, 0.0, 1.0, -1.0, 0.0, 1.0, 0) == (0.5, -1)


def test_infinite_walls_are_none() -> None:
    wedge = np.empty((2, HULL + 3, 4))
    clear(wedge)
    for i, (low, high) in enumerate([(0.0, np.inf), (-np.inf, 1.0), (-np.inf, np.inf)]):
        assert narrow(wedge, float(i), low, 0.0, high, 0.0, i) == (0.0, -1)
    assert on_line(wedge, STEEPEST, 2.0) == 2.0
    assert wedge[FLATTEST, STATE, KNOWN] == 0.0
