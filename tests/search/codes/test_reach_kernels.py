"""The reach of a row in real numbers, against exact tests of all pairs of walls."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from pwlact.search.codes.reach_kernels import FLATTEST, STEEPEST, reach


def slopes_past(x: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[Fraction | None, Fraction | None]:
    """Return the smallest and largest slope of lines between the walls as limited by pairs, None where unlimited."""
    pairs = [(i, j) for j in range(x.size) for i in range(j)]

    def steep(a: np.ndarray, b: np.ndarray) -> list[Fraction]:
        finite = [(i, j) for i, j in pairs if np.isfinite(a[i]) and np.isfinite(b[j])]
        return [(Fraction(b[j]) - Fraction(a[i])) / (Fraction(x[j]) - Fraction(x[i])) for i, j in finite]

    return max(steep(high, low), default=None), min(steep(low, high), default=None)


def random_walls(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return x and walls about a curve, on lattices on which lines often just fit; some walls are infinite."""
    n = int(rng.integers(2, 12))
    x = np.sort(rng.choice(np.arange(-64, 64), n, replace=False)) / 16.0
    middle = np.round(rng.normal() * x + rng.normal() * x**2 / 4 + rng.normal(size=n) / 4, 2)
    low, high = middle - rng.integers(0, 9, n) / 16.0, middle + rng.integers(0, 9, n) / 16.0
    low[rng.random(n) < 0.1], high[rng.random(n) < 0.1] = -np.inf, np.inf
    return x, low, high


def room(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return room for the hulls of n walls."""
    return np.empty((2, n)), np.empty((2, n))


def test_no_line_goes_further_and_none_with_other_slopes() -> None:
    rng, short, whole = np.random.default_rng(3), 0, 0
    for _ in range(400):
        x, low, high = random_walls(rng)
        bounds = np.empty((2, x.size))
        end = reach(x, low, high, np.zeros(x.size), 0, *room(x.size), bounds)
        for last in range(1, end):
            part = slice(0, last + 1)
            smallest, largest = slopes_past(x[part], low[part], high[part])
            tiny = 1e-10
            assert bounds[FLATTEST, last] >= (-np.inf if smallest is None else float(smallest)) - tiny
            assert bounds[FLATTEST, last] <= (-np.inf if smallest is None else float(smallest))
            assert bounds[STEEPEST, last] >= (np.inf if largest is None else float(largest))
            assert bounds[STEEPEST, last] <= (np.inf if largest is None else float(largest)) + tiny
            assert smallest is None or largest is None or float(smallest) <= float(largest) + tiny
        if end < x.size:
            part = slice(0, end + 1)
            smallest, largest = slopes_past(x[part], low[part], high[part])
            assert smallest is not None
            assert largest is not None
            assert smallest > largest
            short += 1
        whole += end == x.size
    assert short > 50
    assert whole > 50


def test_a_row_begins_anywhere_and_slack_widens_it() -> None:
    x = np.arange(8.0)
    y = np.abs(x - 3.0)
    hulls, bounds = room(8), np.empty((2, 8))
    assert reach(x, y, y, np.zeros(8), 0, *hulls, bounds) == 4
    assert reach(x, y, y, np.zeros(8), 3, *hulls, bounds) == 8
    assert reach(x, y, y, np.full(8, 2.0), 0, *hulls, bounds) == 8
    assert reach(x, y + 1.0, y, np.zeros(8), 5, *hulls, bounds) == 5


def test_walls_at_the_second_of_two_zeros_leave_lines_in() -> None:
    x = np.array([-1.0, -0.0, 0.0, 1.0])
    low, high = np.array([-1.0, -9.0, -0.5, 1.0]), np.array([-1.0, 9.0, 0.5, 1.0])
    bounds = np.empty((2, 4))
    assert reach(x, low, high, np.zeros(4), 0, *room(4), bounds) == 4
    np.testing.assert_allclose(bounds[:, 3], 1.0)
    assert reach(x, low, high, np.zeros(4), 2, *room(4), bounds) == 4
    np.testing.assert_allclose(bounds[:, 1], [1.5, 0.5])
