"""Points measured by a network's loss."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

pytest.importorskip("torch")

from tiny_sequence import TinySequence

from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.models.reward.evaluator import NetworkEvaluator, network_evaluator
from pwlact.rl.agent_config import PPOConfig
from pwlact.rl.plans import first_plans
from pwlact.rl.presets import presets
from pwlact.rl.task import make_task
from pwlact.search.bounds import lower_bound
from pwlact.search.local import LocalConfig, local_search
from pwlact.search.problem import Problem, network_objective


@pytest.fixture(scope="module")
def evaluator() -> NetworkEvaluator:
    objective = network_objective("tiny")
    problem = Problem(activation=functions.get("silu"), interval=(-8.0, 8.0), segments=4, objective=objective)
    return network_evaluator(problem, TinySequence(), 64)


def test_candidates_in_full_have_the_loss_of_quick_ones(evaluator: NetworkEvaluator) -> None:
    candidate = evaluator.candidate(evaluator.start)
    assert candidate.objective == pytest.approx(evaluator.objectives(evaluator.start[None])[0], rel=1e-4)
    assert evaluator.tables(candidate) == {"1": candidate.pwl, "3": candidate.pwl}


def test_the_start_is_far_better_than_equidistant_points(evaluator: NetworkEvaluator) -> None:
    start, even = evaluator.objectives(np.array([evaluator.start, [-4.0, 0.0, 4.0]]))
    assert start < 0.2 * even


def test_in_its_coordinate_the_start_is_equidistant(evaluator: NetworkEvaluator) -> None:
    coordinate = evaluator.coordinate(0.02)
    np.testing.assert_allclose(coordinate.to_u(evaluator.start), [0.25, 0.5, 0.75], atol=1e-3)
    np.testing.assert_allclose(
        coordinate.to_x(np.array([0.25, 0.5, 0.75])), evaluator.start, atol=evaluator.samples.step
    )
    assert np.all(np.diff(coordinate.u) > 0.0)


@pytest.mark.slow  # 65,536 plans
def test_plans_are_screened_without_runs_of_the_network(evaluator: NetworkEvaluator) -> None:
    preset = presets("tuned", slow=True)
    task = make_task(evaluator.problem, preset["env"], preset["reward"], evaluator)
    before = evaluator.loss.evaluations
    plans = first_plans(task, PPOConfig(strategies=4, starts="lobes"), 0)
    assert evaluator.loss.evaluations == before
    assert plans.shape == (3, 4)


def test_a_local_search_goes_on_from_the_start_and_counts(evaluator: NetworkEvaluator) -> None:
    before = evaluator.loss.evaluations
    found = local_search(evaluator, evaluator.start, LocalConfig(evaluations=60), 0)
    assert found.objective < evaluator.objectives(evaluator.start[None])[0]
    assert evaluator.loss.evaluations - before == found.evaluations + 1


def test_crowded_points_are_worth_nothing_and_no_bound_is_known(evaluator: NetworkEvaluator) -> None:
    assert evaluator.objectives(np.array([[0.0, 0.0005, 1.0]])) == np.inf
    assert lower_bound(evaluator) is None
    assert "loss of tiny: 64 calibration samples" in repr(evaluator)


def test_a_result_says_what_the_table_costs_on_test_data(evaluator: NetworkEvaluator) -> None:
    told = evaluator.details(evaluator.candidate(evaluator.start))["network"]
    assert (told["name"], told["sites"], told["calibration_samples"]) == ("tiny", ["1", "3"], 64)
    assert 0.0 < told["test"]["divergence"] < 0.1


def test_a_function_that_the_network_lacks_is_refused(evaluator: NetworkEvaluator) -> None:
    problem = dataclasses.replace(evaluator.problem, activation=functions.get("gelu"))
    with pytest.raises(ConfigError, match="the network tiny has the functions silu, tanh, got gelu"):
        network_evaluator(problem, TinySequence(), 8)
