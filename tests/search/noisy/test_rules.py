"""What noisy data cannot have is refused in one line; parameters are values and interior breakpoints."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from noisy_problems import noisy_problem, true_segments

from pwlact import functions
from pwlact.errors import BreakpointError, ConfigError
from pwlact.search import Problem
from pwlact.search.constraints import Constraints
from pwlact.search.noisy.rules import check_count, different, parameters
from pwlact.settings.unit import UnitChoice, unit_spec


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"spec": unit_spec("q4.12", UnitChoice())}, "fitted in real numbers, got format q4.12"),
        ({"objective": "paper", "fit": "best"}, "objective max or mse"),
        ({"discontinuous": True, "constraints": Constraints(monotone=True)}, "pieces that join, got monotone"),
    ],
)
def test_what_they_cannot_have_is_refused(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        noisy_problem(*true_segments(40), **settings)


def test_pieces_of_functions_join() -> None:
    with pytest.raises(ConfigError, match="add --noisy"):
        Problem(activation=functions.get("silu"), interval=(-8, 8), segments=4, discontinuous=True)


def test_parameters_are_values_and_interior_breakpoints() -> None:
    arrays = true_segments(60)
    assert parameters(noisy_problem(*arrays, segments=5)) == 6 + 4
    assert parameters(noisy_problem(*arrays, segments=5, discontinuous=True)) == 10 + 4
    assert parameters(noisy_problem(*arrays), 3) == 6


def test_data_have_as_many_points_as_parameters() -> None:
    problem = noisy_problem(*true_segments(40), segments=5)
    check_count(problem, np.arange(10.0), placed=True)
    with pytest.raises(BreakpointError, match=r"at least 10 points .* got 9"):
        check_count(problem, np.arange(9.0), placed=True)
    with pytest.raises(BreakpointError, match=r"at least 6 different x .* got 5"):
        check_count(problem, np.sort(np.tile(np.arange(5.0), 4)), placed=True)


def test_repeated_x_count_once() -> None:
    assert different(np.array([0.0, 0.0, 1.0, 2.0, 2.0])) == 3
    assert different(np.empty(0)) == 0
