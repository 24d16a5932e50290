"""The kernel of values within walls: many rows at once, preferred values, and rows that have none."""

from __future__ import annotations

import numpy as np

from pwlact.fit.wall_kernels import COLUMNS, settle_many

X = np.linspace(0.0, 4.0, 41)


def table(**given: np.ndarray) -> np.ndarray:
    """Return the samples of x^2 as rows, with walls of width 1 and no limits, but those given."""
    n = X.size
    plain = {
        "x": X,
        "y": X**2,
        "radius": np.ones(n),
        "floor": np.full(n, -np.inf),
        "ceiling": np.full(n, np.inf),
        "slack": np.zeros(n),
    }
    return np.stack([{**plain, **given}[name] for name in COLUMNS], axis=1)


def settled(t: np.ndarray, breakpoints: np.ndarray, direction: int = 0) -> tuple[np.ndarray, np.ndarray]:
    values, worst = np.zeros(breakpoints.shape), np.empty(len(breakpoints))
    settle_many(t, direction, breakpoints, values, worst)
    return values, worst


def test_each_row_has_the_error_of_its_widest_segment() -> None:
    rows = np.array([[0.0, 2.0, 4.0], [0.0, 1.0, 4.0], [0.0, 3.0, 4.0]])
    values, worst = settled(table(), rows)
    widest = np.max(np.diff(rows), axis=1)
    np.testing.assert_allclose(worst, widest**2 / 8.0, rtol=2e-2)
    for b, v, eps in zip(rows, values, worst, strict=True):
        assert np.max(np.abs(np.interp(X, b, v) - X**2)) <= eps * (1.0 + 1e-9)


def test_a_preferred_value_inside_its_interval_is_kept() -> None:
    rows, values, worst = np.array([[0.0, 1.0, 4.0]]), np.array([[0.05, 1.0, 15.0]]), np.empty(1)
    settle_many(table(), 0, rows, values, worst)
    assert values[0, 0] == 0.05


def test_limits_that_leave_no_line_give_an_infinite_error() -> None:
    met = np.where(np.isin(np.arange(X.size), [10, 20, 30]), [[0.0], [5.0]], [[-np.inf], [np.inf]])
    bent = np.where(np.arange(X.size) == 20, 5.0, 0.0)
    floor, ceiling = (np.where(np.isfinite(limit), bent, limit) for limit in met)
    _, worst = settled(table(floor=floor, ceiling=ceiling), np.array([[0.0, 4.0], [0.0, 4.0]]))
    assert np.all(np.isinf(worst))


def test_values_of_a_direction_never_turn_back() -> None:
    rows = np.array([[0.0, 1.0, 2.0, 3.0, 4.0]])
    wave = table(y=np.sin(2.0 * X))
    for direction in (1, -1):
        values, worst = settled(wave, rows, direction)
        assert np.all(direction * np.diff(values[0]) >= -1e-12)
        assert worst[0] >= settled(wave, rows)[1][0]


def test_an_error_that_a_limit_far_from_the_function_asks_for_is_found_to_rounding() -> None:
    y, radius = np.tanh(X - 2.5), np.abs(X - 2.5) + 0.1
    limited = table(y=y, radius=radius, floor=np.zeros(X.size))
    values, worst = settled(limited, np.array([[0.0, 1.0, 2.0, 3.0, 4.0]]), 1)
    np.testing.assert_allclose(worst, np.max(-y / radius), rtol=1e-12)
    assert np.all(values >= 0.0)
