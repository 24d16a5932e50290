"""Constraints are met to the last bit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pwlact import functions
from pwlact.search.constraints import Constraints
from pwlact.search.meet import met
from pwlact.search.problem import Problem

PROBLEM = Problem(activation=functions.get("gelu"), interval=(-8.0, 8.0), segments=4, fit="minimax")


@pytest.mark.parametrize("seed", range(50))
def test_a_value_inside_a_segment_is_met_exactly(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = float(rng.uniform(-7.0, 7.0)) if seed % 2 else 0.0
    breakpoints = np.concatenate(([-8.0], np.sort(rng.uniform(-8.0, 8.0, 3)), [8.0]))
    values = functions.get("gelu").f(breakpoints)
    y = float(np.interp(x, breakpoints, values) * (1.0 + 1e-15)) if seed % 2 else 0.0
    values -= np.interp(x, breakpoints, values) - y
    problem = dataclasses.replace(PROBLEM, constraints=Constraints(through=((x, y),)))
    found = met(problem, breakpoints, values, 0)
    assert np.interp(x, breakpoints, found) == y
    assert np.max(np.abs(found - values)) < 1e-13


def test_pins_breakpoints_and_the_last_piece_are_exact() -> None:
    breakpoints = np.array([-8.0, -2.0, 0.0, 3.0, 8.0])
    asked = Constraints(through=((0.0, 0.1),), last=3.0, non_negative=True)
    problem = dataclasses.replace(PROBLEM, constraints=asked, pins=(0.0, None))
    found = met(problem, breakpoints, np.array([1e-17, -1e-17, 0.1 + 1e-16, 3.0 - 1e-15, 3.0 + 1e-15]), 0)
    assert found.tolist() == [0.0, 0.0, 0.1, 3.0, 3.0]


@pytest.mark.parametrize("direction", [1, -1])
def test_monotone_values_never_turn_by_rounding(direction: int) -> None:
    values = direction * np.array([0.0, 1.0, 1.0 - 1e-16, 2.0, 2.0 - 4e-16])
    found = met(PROBLEM, np.array([-8.0, -2.0, 0.0, 3.0, 8.0]), values, direction)
    assert np.all(direction * np.diff(found) >= 0.0)
