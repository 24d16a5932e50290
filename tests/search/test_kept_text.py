"""Constraints in words."""

from __future__ import annotations

import numpy as np
import pytest

import pwlact
from pwlact import functions
from pwlact.pwl import make_pwl
from pwlact.search.constraints import Constraints
from pwlact.search.kept_text import kept_lines, largest_miss
from pwlact.search.problem import Problem


@pytest.mark.parametrize(("format_", "checked"), [("q3.5", ", checked on 256 input codes"), (None, "")])
def test_constraints_are_named_and_checked(format_: str | None, checked: str) -> None:
    found = pwlact.approximate(
        "tanh", segments=4, interval=(-3.0, 3.0), format=format_, through=(0.0, 0.0), monotone=True
    )
    assert kept_lines(found) == [("constraints", f"through (0, 0), monotone: kept{checked}")]


@pytest.mark.parametrize(
    ("kept", "miss"),
    [
        (Constraints(through=((0.0, 0.0),)), 0.0),
        (Constraints(through=((0.5, 0.75),)), 0.25),
        (Constraints(monotone=True), 0.125),
        (Constraints(non_negative=True), 1.0),
        (Constraints(last=1.0), 0.125),
    ],
)
def test_the_largest_miss_is_measured(kept: Constraints, miss: float) -> None:
    tanh = functions.get("tanh")
    problem = Problem(activation=tanh, interval=(-1.0, 2.0), segments=3, constraints=kept)
    pwl = make_pwl(tanh, np.array([-1.0, 0.0, 1.0, 2.0]), np.array([-1.0, 0.0, 1.0, 0.875]))
    assert largest_miss(problem, pwl) == miss


def test_without_constraints_nothing_is_said() -> None:
    assert kept_lines(pwlact.approximate("tanh", segments=4, interval=(-3.0, 3.0), format="q3.5")) == []
