"""A result, and what it says of itself."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pwlact.functions import get
from pwlact.search.problem import Problem
from pwlact.search.result import gap
from pwlact.search.solve import solve_given

RESULT = solve_given(Problem(activation=get("tanh"), interval=(-4, 4), segments=3), np.array([-1.0, 1.0]))


def test_its_parts_are_at_hand() -> None:
    assert RESULT.pwl is RESULT.candidate.pwl
    assert RESULT.errors is RESULT.candidate.errors
    assert RESULT.objective == RESULT.candidate.objective
    assert RESULT.unit is None


def test_it_says_what_was_asked_what_was_found_and_how_good_it_is() -> None:
    lines = repr(RESULT).splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("tanh on [-4, 4], 3 segments by given: finished")
    assert f"max error {RESULT.errors.exact.max:.6g}" in lines[1]
    assert f"lower bound {RESULT.lower_bound:.6g}" in lines[2]
    assert "above the best possible with any values" in lines[2]
    assert "no lower bound known" in repr(dataclasses.replace(RESULT, lower_bound=None))


@pytest.mark.parametrize(
    ("objective", "bound", "expected"),
    [(1.5, 1.0, 0.5), (1.0, 1.0, 0.0), (1.0, None, None), (0.0, 0.0, 0.0), (1.0, 0.0, None)],
)
def test_a_gap_is_the_share_above_the_bound(objective: float, bound: float | None, expected: float | None) -> None:
    assert gap(objective, bound) == expected
