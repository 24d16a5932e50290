"""Classes of sums: those with the same outputs for x and for -x."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from search.codes.kinds import MIRRORED, grid_of

from pwlact.formats import Rounding
from pwlact.functions import Symmetry
from pwlact.search.codes.constrained import outputs_of
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.seams import classes_of, limited
from pwlact.search.codes.tails import line_unit


def outputs(grid: CodeGrid, i: int, intercept: float) -> tuple[float, ...]:
    """Return the outputs of a constant line at a code and, in a mirrored table, at its negative."""
    x = np.array([1.0, -1.0] if grid.spec.mirrored else [1.0]) * grid.x[i]
    return tuple(outputs_of(line_unit(grid, 0.0, intercept), grid.spec.input.encode(x)).tolist())


@pytest.mark.parametrize("rounding", Rounding, ids=lambda rounding: rounding.value)
@pytest.mark.parametrize("symmetry", [Symmetry.NONE, Symmetry.ODD, Symmetry.COMPLEMENTARY])
def test_sums_of_a_class_have_the_same_outputs_and_others_do_not(symmetry: Symmetry, rounding: Rounding) -> None:
    activation = MIRRORED[Symmetry.ODD if symmetry is Symmetry.NONE else symmetry]
    grid = grid_of(activation, (-2.0, 2.0), "q3.2", "q3.2", "q4.5", "q3.3", rounding=rounding, symmetry=symmetry)
    classes, format_ = classes_of(grid), grid.spec.intercept
    values = format_.decode(np.arange(format_.lowest, format_.highest + 1))  # type: ignore[union-attr]
    found = [(classes.of(grid, 3, (0.0, float(c))), outputs(grid, 3, float(c))) for c in values]
    for (before, left), (after, right) in pairwise(found):
        assert (before == after) == (left == right)
        assert after >= before
    assert np.all(classes.first <= classes.last)


def test_a_part_between_neighbours_keeps_to_their_classes() -> None:
    grid = grid_of("tanh", (-2.0, 2.0), "q3.4")
    classes = classes_of(grid)
    for direction, (before, after) in ((1, (5, 9)), (-1, (9, 5))):
        directed = dataclasses.replace(grid, kept=dataclasses.replace(grid.kept, direction=direction))
        part = limited(directed, 10, 20, classes, before, after)
        low, high = (0, -1) if direction > 0 else (-1, 0)
        assert part.kept.low[low] == classes.first[5]
        assert part.kept.high[high] == classes.last[9]
        assert np.sum(np.isfinite(part.kept.low)) == np.sum(np.isfinite(part.kept.high)) == 1
