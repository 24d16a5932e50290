"""The smallest error on samples: against brute force over all partitions, and between joined walls."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pwlact.errors import ConfigError
from pwlact.fit.walls import Walls
from pwlact.search.wall_crossing import joined_crossing, least_crossing, ruled_out
from tests.search.stabbing import problems, random_walls, smallest_by_force


def crossing(walls: Any, segments: int, last: float | None) -> tuple[float, Any]:
    return least_crossing(walls, segments, last, 0.0, np.inf, 1e-10)


@pytest.mark.parametrize(("seed", "kind"), list(problems(216)))
def test_paths_through_walls_are_the_best_of_all_partitions(seed: int, kind: str) -> None:
    rng = np.random.default_rng(seed)
    segments = 3 if seed % 4 == 0 else 2
    walls, last = random_walls(rng, 6 if segments == 3 else 9, kind)
    best = smallest_by_force(walls, segments, last)
    if np.isinf(best):
        with pytest.raises(ConfigError, match="constraints must leave"):
            crossing(walls, segments, last)
        return
    fails, path = crossing(walls, segments, last)
    assert fails <= best * (1.0 + 1e-8) + 1e-12
    assert path.lines <= segments
    if walls.direction:  # corners between samples may lie above the walls, which the next samples mend
        assert np.all(walls.direction * np.diff(path.values) >= -1e-12)
        return
    assert fails >= best * (1.0 - 1e-7) - 1e-9
    low, high = walls.at(best * (1.0 + 1e-7) + 1e-9)
    at = np.interp(walls.x, path.corners, path.values)
    assert np.all((low - 1e-9 <= at) & (at <= high + 1e-9))
    if last is not None:
        assert path.values[-2:].tolist() == [last, last]


def parabola(count: int) -> Walls:
    x = np.linspace(0.0, 1.0, count)
    free = np.full(count, np.inf)
    return Walls(x=x, y=x**2, radius=np.ones(count), floor=-free, ceiling=free, slack=np.zeros(count))


@pytest.mark.parametrize("segments", [1, 2, 5])
def test_joined_walls_are_near_the_smallest_error_of_a_parabola(segments: int) -> None:
    known = 1.0 / (8.0 * segments**2)
    eps, path = joined_crossing(parabola(401), segments, None, 0.0, np.inf)
    assert path.lines == segments
    assert eps == pytest.approx(known, rel=2e-3)
    near, _ = joined_crossing(parabola(401), segments, None, eps, eps * 1.01)
    assert near == pytest.approx(eps, rel=1e-3)


def test_an_error_is_ruled_out_only_if_no_path_passes() -> None:
    walls = parabola(401)
    fails, _ = least_crossing(walls, 2, None, 0.0, np.inf, 1e-12)
    assert ruled_out(walls, 2, None, fails * (1.0 + 1e-4)) == 0.0
    assert ruled_out(walls, 2, None, fails) == pytest.approx(fails, rel=2e-8)
