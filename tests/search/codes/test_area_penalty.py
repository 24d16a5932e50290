"""Area counted in: penalised objectives are those of the units that they stand for, and round thresholds win."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact import functions
from pwlact.area.model import area_estimate
from pwlact.errors import ConfigError, FormatError
from pwlact.rl import dynamics, rewards
from pwlact.rl.config import EnvConfig
from pwlact.rl.task import make_task
from pwlact.search.codes.area_penalty import ADDRESS_SHIFTS, AreaPenalty
from pwlact.search.codes.fit import quick_rows
from pwlact.search.evaluators import UnitEvaluator, make_unit_evaluator
from pwlact.search.problem import Problem, objective_named
from pwlact.search.reward import RewardConfig, final_reward
from pwlact.settings.unit import UnitChoice, unit_spec

TARGET = "ice40-nodsp"


def _evaluator(text: str = "q4.8", function: str = "silu", fit: str = "minimax") -> UnitEvaluator:
    spec = unit_spec(text, UnitChoice())
    objective = objective_named("max" if fit == "minimax" else "paper", spec)
    activation = functions.get(function)
    return make_unit_evaluator(
        Problem(activation=activation, interval=(-8.0, 8.0), segments=5, fit=fit, objective=objective, spec=spec)
    )


def _points(n: int) -> np.ndarray:
    return np.sort(np.random.default_rng(3).uniform(-7.5, 7.5, (n, 4)), axis=1)


@pytest.mark.parametrize(("text", "function"), [("q4.8", "silu"), ("q5.7", "tanh"), ("fp16", "sigmoid")])
@pytest.mark.parametrize("fit", ["minimax", "lstsq"])
def test_a_penalised_objective_is_that_of_the_unit_at_the_rounded_points(text: str, function: str, fit: str) -> None:
    evaluator = _evaluator(text, function, fit)
    area_penalty = AreaPenalty(weight=0.7, target=TARGET, base=321.0)
    values, rounded = evaluator.penalize(_points(40), area_penalty)
    for value, points in zip(values, rounded, strict=True):
        candidate = evaluator.measure(quick_rows(evaluator.grid, points, fit))
        assert candidate.unit is not None
        area = area_estimate(candidate.unit, TARGET)
        assert value == pytest.approx(candidate.objective * (area / 321.0) ** 0.7, rel=1e-9)
        assert value == pytest.approx(area_penalty.apply_to_unit(candidate.objective, candidate.unit), rel=1e-12)


def test_without_weight_nothing_is_better_than_the_points_themselves_but_rounding_may_be() -> None:
    evaluator = _evaluator()
    points = _points(40)
    values, _ = evaluator.penalize(points, AreaPenalty(weight=0.0, target=TARGET))
    assert np.all(values <= evaluator.objectives(points) * (1 + 1e-12))


def test_a_weight_rounds_the_thresholds() -> None:
    evaluator = _evaluator()
    points = _points(60)
    step = evaluator.grid.spec.input.decode(1)
    zeros = []
    for weight in (0.0, 5.0):
        _, rounded = evaluator.penalize(points, AreaPenalty(weight=weight, target=TARGET))
        codes = np.rint(rounded / step).astype(np.int64)
        zeros.append(np.mean(codes % (1 << ADDRESS_SHIFTS[1]) == 0))
    assert zeros[1] > zeros[0]


def test_the_task_rewards_less_area() -> None:
    reward = RewardConfig(area_weight=1.0, area_target=TARGET)
    problem = _evaluator().problem
    task = make_task(problem, EnvConfig(), reward)
    assert task.area_penalty is not None
    state = dynamics.initial(task, 3)
    generator = np.random.default_rng(0)
    for _ in range(task.points):
        state = dynamics.transition(task, state, generator.uniform(-1, 1, 3))
    earned = rewards.reward(task, state)
    values, rounded = task.evaluator.penalize(state.points, task.area_penalty)
    assert np.array_equal(earned.points, rounded)
    assert np.allclose(earned.final, final_reward(reward, values))


def test_real_numbers_take_no_area() -> None:
    problem = Problem(activation=functions.get("silu"), interval=(-8.0, 8.0), segments=5)
    with pytest.raises(ConfigError, match="add --format"):
        make_task(problem, EnvConfig(), RewardConfig(area_weight=1.0))
    with pytest.raises(FormatError, match="add --format"):
        make_unit_evaluator(problem)
