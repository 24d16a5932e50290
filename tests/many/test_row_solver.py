"""Rows solved together: different numbers of segments side by side."""

from __future__ import annotations

import numpy as np
import pytest
from random_families import waves

from pwlact.many.family import FamilyObjective
from pwlact.many.row_solver import METHOD_FOR, joined, solve_rows
from pwlact.many.rows import rows_of


@pytest.mark.parametrize("objective", ["max", "mse"])
def test_each_row_is_as_it_is_alone(objective: FamilyObjective) -> None:
    rows, counts = waves(3), np.array([5, 2, 5])
    found = solve_rows(rows, counts, objective, METHOD_FOR[objective])
    assert found.segments.tolist() == counts.tolist()
    alone = [
        solve_rows(rows.subset(slice(i, i + 1)), counts[i : i + 1], objective, METHOD_FOR[objective]) for i in range(3)
    ]
    again = joined(alone, rows)
    assert found.objectives == pytest.approx(again.objectives, rel=1e-9)
    assert np.allclose(found(rows.x), again(rows.x), atol=1e-6)
    assert np.all(np.diff(found.breakpoints, axis=1) >= 0.0)
    assert np.all(found.breakpoints[:, [0, -1]] == [-3.0, 3.0])


def test_rows_far_from_zero_keep_their_ends() -> None:
    rows = waves(1)
    far = rows_of(rows.x + 1e6, rows.y)
    found, near = (solve_rows(one, np.array([4]), "max", "minimax") for one in (far, rows))
    assert found.interval == (1e6 - 3.0, 1e6 + 3.0)
    assert found.max_errors == pytest.approx(near.max_errors, rel=1e-6)
