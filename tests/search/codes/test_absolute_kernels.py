"""The line of least absolute errors, against every slope with every intercept through a sample."""

from __future__ import annotations

import numpy as np
import pytest
from search.codes.kinds import grid_of

from pwlact.search.codes.absolute_kernels import absolute_costs, least_absolute

GRIDS = (grid_of("silu", (-2.0, 2.0), "q3.4"), grid_of("silu", (-2.0, 2.0), "fp8_e4m3"))


@pytest.mark.parametrize("grid", GRIDS, ids=lambda grid: grid.spec.input.name)
@pytest.mark.parametrize("seed", range(6))
def test_no_slope_has_smaller_absolute_errors(grid: object, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, w = np.sort(rng.uniform(-2.0, 2.0, 15)), rng.uniform(0.5, 2.0, 15)
    y = rng.normal(0.0, 1.0, 15)
    k, intercept, cost = least_absolute(x, y, w, grid.slopes, grid.arithmetic)  # type: ignore[attr-defined]
    rest = y - grid.slopes[:, None] * x  # type: ignore[attr-defined]
    every = np.min([np.sum(w * np.abs(rest - rest[:, i : i + 1]), axis=1) for i in range(15)], axis=0)
    assert cost == pytest.approx(every.min())
    assert np.sum(w * np.abs(rest[k] - intercept)) == pytest.approx(cost)


def test_a_table_of_costs_is_finite_above_its_diagonal_only() -> None:
    grid, possible = GRIDS[0], np.array([0, 5, 20, 60])
    costs = absolute_costs(grid.x, grid.y, np.ones(grid.size), possible, grid.slopes, grid.arithmetic)
    assert np.array_equal(np.isfinite(costs), np.triu(np.ones((4, 4), dtype=bool), 1))
    row = slice(5, 20)
    assert costs[1, 2] == least_absolute(grid.x[row], grid.y[row], np.ones(15), grid.slopes, grid.arithmetic)[2]
