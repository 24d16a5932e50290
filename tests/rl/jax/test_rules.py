"""What a rollout is told of a task."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from pwlact.rl.config import EnvConfig
from pwlact.rl.jax.rules import kind_of, rules_of
from pwlact.rl.task import Task

Make = Callable[..., Task]


@pytest.mark.parametrize(
    ("action", "observation"), list(itertools.product(("curvature", "step"), ("one-hot", "plain")))
)
def test_a_table_is_given_where_x_or_u_follows_from_the_other(make: Make, action: str, observation: str) -> None:
    task = make("tuned", env=EnvConfig(action=action, observation=observation), interval=(-3, 3))  # type: ignore[arg-type]
    rules, kind = rules_of(task), kind_of(task)
    assert {part.dtype for part in rules} == {np.dtype(np.float64)}
    assert (rules.points, rules.low, rules.high) == (8, -3, 3)
    assert kind.needs_table == ((action, observation) in {("curvature", "plain"), ("step", "one-hot")})
    assert rules.table_x.size == rules.table_u.size == (8192 if kind.needs_table else 1)
    x = np.linspace(-3, 3, 101)
    if kind.needs_table:
        assert np.interp(x, rules.table_x, rules.table_u) == pytest.approx(task.coordinate.to_u(x), rel=1e-14)
