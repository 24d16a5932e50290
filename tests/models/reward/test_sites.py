"""Tables of several sites on one axis: parted, shared out, measured together."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from tiny_sequence import TinySequence

from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.models.reward.evaluator import network_evaluator
from pwlact.models.reward.sites import SitesEvaluator, sites_evaluator
from pwlact.pwl import PWL
from pwlact.rl.config import EnvConfig
from pwlact.rl.task import make_task
from pwlact.search.local import LocalConfig, local_search
from pwlact.search.problem import Problem, network_objective
from pwlact.search.reward import RewardConfig


def problem(segments: int) -> Problem:
    objective = network_objective("tiny")
    return Problem(activation=functions.get("silu"), interval=(-8.0, 8.0), segments=segments, objective=objective)


@pytest.fixture(scope="module")
def evaluator() -> SitesEvaluator:
    return sites_evaluator(problem(8), TinySequence(), 64)


def test_points_belong_to_the_site_whose_range_they_are_in(evaluator: SitesEvaluator) -> None:
    parted = evaluator.parted(np.array([-3.0, 7.0, 8.5, 23.0]))
    assert [part.tolist() for part in parted] == [[-3.0, 7.0], [-7.5, 7.0]]


def test_segments_add_up_over_the_sites(evaluator: SitesEvaluator) -> None:
    tables = evaluator.tables(evaluator.start)
    assert list(tables) == ["1", "3"]
    assert sum(table.segments for table in tables.values() if isinstance(table, PWL)) == 8


def test_the_objective_is_the_loss_of_those_tables(evaluator: SitesEvaluator) -> None:
    found = evaluator.objectives(evaluator.start[None])[0]
    assert found == pytest.approx(evaluator.loss([evaluator.tables(evaluator.start)])[0], rel=1e-4)


def test_tables_of_their_own_lose_less_than_a_shared_one_of_as_many_segments_each(evaluator: SitesEvaluator) -> None:
    shared = network_evaluator(problem(4), TinySequence(), 64)
    assert evaluator.objectives(evaluator.start[None])[0] < shared.objectives(shared.start[None])[0]


def test_an_episode_walks_through_the_sites_in_turn(evaluator: SitesEvaluator) -> None:
    task = make_task(evaluator.problem, EnvConfig(), RewardConfig(model="tiny", epsilon=1e-9), evaluator)
    assert task.points == evaluator.start.size == 6
    u = task.coordinate.to_u(evaluator.start)
    np.testing.assert_allclose(u, np.arange(1, 7) / 7, atol=1e-3)
    assert np.all(np.diff(task.coordinate.x) > 0.0)


def test_a_local_search_moves_segments_too(evaluator: SitesEvaluator) -> None:
    found = local_search(evaluator, evaluator.start, LocalConfig(evaluations=120, sigma=0.1), 0)
    assert found.objective < evaluator.objectives(evaluator.start[None])[0]


def test_points_at_a_border_and_one_table_for_two_sites_are_refused(
    evaluator: SitesEvaluator,
) -> None:
    points = np.sort(np.append(evaluator.start[:-1], 8.0005))
    assert evaluator.objectives(points[None])[0] == np.inf
    with pytest.raises(ConfigError, match="a candidate is one table, got 2 sites"):
        evaluator.candidate(evaluator.start)


def test_fewer_segments_than_sites_are_refused() -> None:
    with pytest.raises(ConfigError, match="2 sites share out more segments, got 2"):
        sites_evaluator(problem(2), TinySequence(), 8)
