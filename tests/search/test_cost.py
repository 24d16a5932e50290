"""The cost of a search, said beforehand where it is large."""

from __future__ import annotations

import warnings

import pytest

from pwlact import functions
from pwlact.errors import PwlactWarning
from pwlact.functions import from_expression
from pwlact.search.cost import Cost, audit_cost, duration_text, search_cost, training_cost, warn_of_cost
from pwlact.search.problem import Problem, objective_named
from pwlact.settings.unit import UnitChoice, unit_spec

GELU = functions.get("gelu")


def unit_problem(name: str, segments: int = 16) -> Problem:
    spec = unit_spec(name, UnitChoice())
    return Problem(
        activation=GELU, interval=(-8.0, 8.0), segments=segments, objective=objective_named("max", spec), spec=spec
    )


@pytest.mark.parametrize(
    ("problem", "method", "measured"),
    [
        (unit_problem("q4.12"), "minimax", 1.33),
        (unit_problem("q4.14"), "minimax", 6.21),
        (unit_problem("q4.16"), "minimax", 29.5),
        (unit_problem("q4.14"), "dp", 3.23),
        (unit_problem("q4.12", 256), "dp", 4.38),
        (Problem(activation=GELU, interval=(-2000.0, 1999.0), segments=9), "dp", 11.3),
        (Problem(activation=GELU, interval=(-2000.0, 1999.0), segments=9), "minimax", 4.43),
        (
            Problem(activation=from_expression("sin(1e3*x)"), interval=(-8.0, 8.0), segments=6),
            "minimax",
            10.3,
        ),
    ],
    ids=str,
)
def test_an_estimate_is_within_a_factor_of_two_of_what_was_measured(
    problem: Problem, method: str, measured: float
) -> None:
    assert 0.5 < search_cost(problem, method).seconds / measured < 2.0


@pytest.mark.parametrize(("points", "steps", "measured"), [(8, 600_000, 33), (16, 1_200_000, 42), (32, 2_400_000, 64)])
def test_a_trainings_estimate_is_near_what_was_measured(points: int, steps: int, measured: float) -> None:
    assert training_cost(steps, points).seconds == pytest.approx(measured, rel=0.25)
    assert training_cost(steps, points, "jax").seconds < training_cost(steps, points).seconds / 2


def test_a_large_cost_is_said_and_a_small_one_is_not() -> None:
    with pytest.warns(PwlactWarning, match=r"this takes about 30 seconds; fewer bits, .* take less"):
        warn_of_cost(Cost(30.0, 1e8))
    with pytest.warns(PwlactWarning, match=r"this takes about 2\.5 GB of memory; "):
        warn_of_cost(Cost(3.0, 2.5e9))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_of_cost(Cost(9.0, 9e8))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(12, "about 10 seconds"), (33, "about 30 seconds"), (60, "about a minute"), (600, "about 10 minutes"),
     (9000, "about 2.5 hours")],
)  # fmt: skip
def test_a_duration_is_coarse(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_an_audit_of_thousands_of_rows_is_said_beforehand() -> None:
    """4,096 rows in real numbers took 46 seconds, 1,024 took 6."""
    assert 0.5 < audit_cost(4096).seconds / 46.0 < 2.0
    with pytest.warns(PwlactWarning, match=r"about 30 seconds; fewer rows take less"):
        warn_of_cost(audit_cost(4096), remedy="fewer rows")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_of_cost(audit_cost(1024))
