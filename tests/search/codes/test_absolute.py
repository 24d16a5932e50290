"""A small mean error: against every partition and every line of tiny units, and against least squares."""

from __future__ import annotations

import numpy as np
import pytest
from search.codes.brute import coefficient_codes, line_errors
from search.codes.kinds import grid_of

from pwlact.search.codes.absolute import smallest_absolute
from pwlact.search.codes.checked import weighted_errors
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.squares import smallest_squares
from pwlact.search.codes.table_rows import TableRows, build_unit

NEAR = 1.05  # of the least mean error


def least_mean(grid: CodeGrid, rows: int) -> float:
    """Return the least mean error of some rows, of all partitions and codes."""
    errors = line_errors(grid, *coefficient_codes(grid)).reshape(-1, grid.size)
    sums = np.concatenate((np.zeros((errors.shape[0], 1)), np.cumsum(errors, axis=1)), axis=1)
    best = np.array(
        [[(sums[:, j] - sums[:, i]).min() if j > i else np.inf for j in range(grid.size + 1)] for i in range(grid.size)]
    )
    total = np.full(grid.size + 1, np.inf)
    total[0] = 0.0
    for _ in range(rows):
        total = np.array([np.min(total[:-1] + best[:, j], initial=np.inf) for j in range(grid.size + 1)])
    return float(total[-1]) / grid.size


def mean_of(grid: CodeGrid, rows: TableRows) -> float:
    """Return the mean error of a table."""
    return weighted_errors(build_unit(grid, rows), grid)[0].mean


@pytest.mark.parametrize("rows", [2, 3, 4])
@pytest.mark.parametrize(
    "formats", [("q3.3", "q2.3", "q3.5", "q3.4"), ("q2.3", "q2.2", "q3.4", "q2.4"), ("e3m2",)], ids=str
)
def test_the_mean_error_is_near_the_least_of_all(formats: tuple[str, ...], rows: int) -> None:
    grid = grid_of("silu", (-1.5, 1.5), *formats)
    assert mean_of(grid, smallest_absolute(grid, rows)) <= NEAR * least_mean(grid, rows)


@pytest.mark.parametrize("name", ["q4.8", "fp16"])
def test_the_mean_error_is_below_that_of_least_squares(name: str) -> None:
    grid = grid_of("tanh", (-4.0, 4.0), name)
    assert mean_of(grid, smallest_absolute(grid, 6)) < mean_of(grid, smallest_squares(grid, 6))
