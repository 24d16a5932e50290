"""The evaluator of units: the quick objectives and the full record agree with the unit's own outputs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwlact import functions
from pwlact.datapath import codes_within
from pwlact.search import Problem, UnitEvaluator
from pwlact.search.codes.area_penalty import AreaPenalty
from pwlact.search.codes.fit import fit_points, quick_rows
from pwlact.search.evaluators import Candidate, make_unit_evaluator
from pwlact.search.problem import objective_named
from pwlact.settings.unit import UnitChoice, unit_spec


def _evaluator(text: str, fit: str = "lstsq") -> UnitEvaluator:
    spec = unit_spec(text, UnitChoice())
    problem = Problem(
        activation=functions.get("silu"),
        interval=(-8, 8),
        segments=5,
        fit=fit,
        objective=objective_named("paper", spec),
        spec=spec,
    )
    return make_unit_evaluator(problem)


EVALUATORS = {(text, fit): _evaluator(text, fit) for text in ("q4.8", "fp16") for fit in ("lstsq", "minimax")}


@pytest.mark.parametrize("kind", EVALUATORS)
@settings(max_examples=20)
@given(points=st.lists(st.integers(-79, 79), min_size=4, max_size=4, unique=True))
def test_objectives_of_many_sets_agree_with_the_candidate_of_one(kind: tuple[str, str], points: list[int]) -> None:
    evaluator = EVALUATORS[kind]
    row = np.sort(np.array(points)) / 10.0
    candidate = evaluator.candidate(row)
    quick = evaluator.measure(quick_rows(evaluator.grid, row, evaluator.problem.fit))
    assert evaluator.objectives(row[None, :])[0] == pytest.approx(quick.objective, rel=1e-9)
    if evaluator.problem.fit == "lstsq":
        assert candidate.objective == quick.objective
    else:  # the candidate has the best codes of all, not of two slopes
        assert _max_error(candidate) <= _max_error(quick) * (1.0 + 1e-6)


def _max_error(candidate: Candidate) -> float:
    assert candidate.errors.codes is not None
    return candidate.errors.codes.max


@pytest.mark.parametrize("kind", EVALUATORS)
def test_the_objective_is_of_the_outputs_on_every_input_code(kind: tuple[str, str]) -> None:
    evaluator = EVALUATORS[kind]
    candidate = evaluator.candidate(np.array([-4.0, -1.0, 0.0, 2.0]))
    assert candidate.unit is not None
    spec, activation = candidate.unit.spec, evaluator.problem.activation
    codes, inside = codes_within(spec.input, evaluator.problem.interval)
    codes = codes[inside]
    error = np.abs(spec.output.decode(candidate.unit(codes)) - activation(spec.input.decode(codes)))
    assert candidate.objective == pytest.approx(0.2 * error.mean() + 0.8 * error.max(), rel=1e-12)


def test_measure_and_candidate_agree_on_the_same_pieces() -> None:
    evaluator, points = EVALUATORS["q4.8", "minimax"], np.array([-4.0, -1.0, 0.0, 2.0])
    pieces = fit_points(evaluator.grid, points, "minimax")
    assert evaluator.measure(pieces).objective == evaluator.candidate(points).objective


def test_a_penalty_without_weight_only_rounds_the_points() -> None:
    evaluator = EVALUATORS["q4.8", "lstsq"]
    values, rounded = evaluator.penalize(np.array([[-4.0, -1.0, 0.0, 2.0]]), AreaPenalty(weight=0.0, target="ice40"))
    assert values[0] == pytest.approx(evaluator.objectives(rounded)[0], rel=1e-12)
