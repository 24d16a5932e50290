"""The words for a problem: each part that is set is named, on no more than three lines."""

from __future__ import annotations

import dataclasses

from noisy_problems import noisy_problem, true_segments

from pwlact import functions
from pwlact.fit.density import density_of
from pwlact.search import Objective, Problem
from pwlact.search.constraints import Constraints
from pwlact.search.describe import bound_text, gap_text, number, objective_text, problem_lines, share
from pwlact.search.problem import objective_named
from pwlact.settings.unit import UnitChoice, unit_spec

SILU = functions.get("silu")


def test_a_problem_names_function_range_segments_fit_and_objective() -> None:
    assert problem_lines(Problem(activation=SILU, interval=(-8, 8), segments=9)) == [
        "silu on [-8, 8], 9 segments",
        "fit: lstsq, objective: 0.2 mean + 0.8 max on the sampling grid",
    ]


def test_the_repr_of_a_problem_is_its_lines() -> None:
    problem = Problem(activation=SILU, interval=(0, 0.5), segments=1)
    assert repr(problem).splitlines() == [
        "Problem: silu on [0, 0.5], 1 segment",
        "  fit: lstsq, objective: 0.2 mean + 0.8 max on the sampling grid",
    ]


def test_pins_and_density_are_named_where_they_are_set() -> None:
    problem = Problem(activation=SILU, interval=(-8, 8), segments=4, pins=(None, 8.0), density=density_of("normal:0,1"))
    assert problem_lines(problem)[1].endswith(", pinned: right end 8, density: normal:0,1")


def test_a_unit_has_a_third_line() -> None:
    spec = unit_spec("q4.12", UnitChoice())
    problem = Problem(activation=SILU, interval=(-8, 8), segments=4, objective=objective_named("max", spec), spec=spec)
    assert problem_lines(problem)[1:] == ["fit: lstsq, objective: max on the input codes", f"unit: {spec}"]


def test_weights_of_zero_are_left_out_and_of_one_unwritten() -> None:
    objective = Objective(mean_weight=0.0, max_weight=1.0, mse_weight=3.0, measure="exact")
    assert objective_text(objective) == "max + 3 mse on the whole range"


def test_figures_and_shares_are_text() -> None:
    assert number(None) == "-"
    assert number(0.00925445123) == "0.00925445"
    assert number(0.5, ".3f") == "0.500"
    assert share(None) == "-"
    assert share(0.05) == "5.000%"
    assert share(18.0) == "x 19"


def test_a_gap_says_what_it_is_measured_from() -> None:
    problem = Problem(activation=SILU, interval=(-8, 8), segments=9, fit="best")
    assert gap_text(0.576, problem) == "at most 57.600% above the best possible with any values"
    squares = dataclasses.replace(problem, fit="lstsq")
    assert gap_text(0.576, squares) == "no bound for these values, which are least squares"
    assert "any values" in gap_text(0.576, dataclasses.replace(squares, objective=objective_named("mse")))
    assert gap_text(None, problem) == "-, for no lower bound above 0 is known"
    spec = unit_spec("q4.12", UnitChoice())
    unit = Problem(activation=SILU, interval=(-8, 8), segments=4, objective=objective_named("max", spec), spec=spec)
    assert gap_text(0.0, unit) == "at most 0.000% above the best possible with any codes"


def test_a_bound_is_named_with_the_gap() -> None:
    problem = Problem(activation=SILU, interval=(-8, 8), segments=9, fit="best")
    assert bound_text(0.5, 0.0125, problem).endswith(" values (lower bound 0.0125)")
    squares = dataclasses.replace(problem, fit="lstsq")
    said = "no bound for these values, at most 50.000% above the best possible with any values (lower bound 0.0125)"
    assert bound_text(0.5, 0.0125, squares) == said
    assert bound_text(None, 0.0, problem) == "lower bound 0"
    assert bound_text(None, None, problem) == "no lower bound known"


def test_a_bound_at_noisy_data_is_without_constraints() -> None:
    kept = noisy_problem(*true_segments(20), segments=2, constraints=Constraints(monotone=True))
    assert gap_text(0.5, kept) == "at most 50.000% above the best possible with any values, constraints apart"
    assert gap_text(0.5, dataclasses.replace(kept, constraints=Constraints())).endswith("with any values")
