"""Fewest linked lines through walls."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact import functions
from pwlact.fit import curve_of
from pwlact.fit.wall_path import wall_path, wall_reaches
from pwlact.search.crossing import fewest_lines


@pytest.mark.parametrize("name", ["gelu", "sigmoid", "exp", "sin"])
@pytest.mark.parametrize("eps", [0.1, 0.02, 0.004])
def test_as_many_lines_as_the_exact_tube_needs(name: str, eps: float) -> None:
    activation = functions.get(name)
    low, high = activation.interval
    x = np.linspace(low, high, 20_001)
    y = activation.f(x)
    assert wall_path(x, y - eps, y + eps, 100).lines == fewest_lines(
        curve_of(activation, (low, high)), eps, 100, (None, None)
    )


@pytest.mark.parametrize("seed", range(30))
def test_a_path_passes_all_walls_with_one_line_between_corners(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = np.cumsum(rng.uniform(0.01, 1.0, 60))
    y = np.cumsum(rng.normal(0.0, 1.0, 60))
    room = rng.uniform(0.0, 1.0, 60)
    path = wall_path(x, y - room, y + room, 60)
    assert path.complete
    assert path.corners.size == path.lines + 1
    assert np.all(np.diff(path.corners) >= 0.0)
    inner = np.interp(x, path.corners, path.values)
    assert np.all(np.abs(inner - y) <= room + 1e-9)
    assert not wall_path(x, y - room, y + room, path.lines - 1).complete


def test_samples_without_walls_are_free() -> None:
    x, infinite = np.arange(5.0), np.full(5, np.inf)
    high = infinite.copy()
    high[2] = 1.0
    assert wall_path(x, -infinite, high, 1).lines == 1


def test_walls_that_cross_end_a_path() -> None:
    x = np.arange(3.0)
    path = wall_path(x, np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 1.0]), 5)
    assert not path.complete
    assert path.corners.size == 0


def test_walls_joined_by_chords_end_lines_nearer_to_where_continuous_walls_do() -> None:
    x = np.linspace(0.0, 1.0, 41)
    fine = np.linspace(0.0, 1.0, 40001)
    best = wall_path(fine, fine**2 - 0.004, fine**2 + 0.004, 9)
    alone = wall_path(x, x**2 - 0.004, x**2 + 0.004, 9)
    joined = wall_path(x, x**2 - 0.004, x**2 + 0.004, 9, np.arange(41) > 0)
    assert alone.lines == joined.lines == best.lines
    off = [float(np.max(np.abs(path.corners[1:-1] - best.corners[1:-1]))) for path in (alone, joined)]
    assert off[1] < 0.2 * off[0]


def test_reaches_are_what_fewer_lines_pass() -> None:
    x = np.linspace(-3.0, 3.0, 400)
    y = np.tanh(2.0 * x)
    low, high = y - 0.02, y + 0.02
    reaches = wall_reaches(x, low, high, 12)
    assert reaches.size == wall_path(x, low, high, 12).lines - 1
    for k, reach in enumerate(reaches, start=1):
        assert wall_path(x[:reach], low[:reach], high[:reach], k).complete
        assert not wall_path(x[: reach + 1], low[: reach + 1], high[: reach + 1], k).complete
    assert wall_reaches(x, low, high, 2).tolist() == reaches[:2].tolist()
