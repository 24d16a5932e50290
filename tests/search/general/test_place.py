"""The policy at a problem: walks from both ends, and draws about them."""

from __future__ import annotations

import numpy as np
import pytest
from search.general.policies import evaluator, random_layers

from pwlact.search.general.place import policy_points, walker


def test_a_mirrored_function_gets_mirrored_walks() -> None:
    drawn = walker(evaluator("silu", 10), random_layers()).greedy()
    points = walker(evaluator("silu", 10), random_layers()).greedy().points
    assert np.array_equal(drawn.points, points)
    even = walker(evaluator("tanh", 10), random_layers()).greedy().points
    assert even[0] == pytest.approx(-even[1, ::-1], abs=0.02)  # tanh turned about 0 is -tanh


def test_draws_are_never_worse_and_differ_by_their_seed() -> None:
    policy = walker(evaluator("gelu", 9), random_layers())
    greedy = policy.greedy()
    drawn = [policy.draw(greedy, 60, 0.2, np.random.default_rng(seed)) for seed in (0, 0, 1)]
    assert all(np.all(one.objectives <= greedy.objectives) for one in drawn)
    assert np.array_equal(drawn[0].points, drawn[1].points)
    assert not np.array_equal(drawn[0].points, drawn[2].points)
    assert drawn[0].objectives == pytest.approx(policy.evaluator.objectives(drawn[0].points))


def test_points_of_the_packages_policy_beat_equal_widths() -> None:
    problem = evaluator("gelu", 32)
    points = policy_points(problem)
    assert points is not None
    equal = np.linspace(-8.0, 8.0, 33)[1:-1]
    ours, theirs = problem.objectives(np.stack((points, equal)))
    assert ours < 0.5 * theirs


def test_there_are_none_for_more_points_than_it_was_made_for() -> None:
    assert policy_points(evaluator("gelu", 200)) is None
    assert policy_points(evaluator("gelu", 1)) is None
