"""A stored policy plays as its model does; a diverged one is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch as th

from pwlact.errors import FileError
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.sb3.checkpoint import save_model
from pwlact.rl.sb3.environment import make_env
from pwlact.rl.sb3.models import make_model
from pwlact.rl.sb3.policy import policy_act
from pwlact.rl.sb3.replay import play_policy
from pwlact.rl.strategies import play_best
from pwlact.rl.task import Task

Make = Callable[..., Task]


def test_plays_as_the_model_that_was_saved(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    task = make("tuned", segments=3)
    model = make_model(task, small, make_env(task, small).given, seed=3)
    with th.no_grad():
        model.policy.table[:, 1] = 0.3  # type: ignore[union-attr, operator]
    save_model(model, tmp_path / "policy.zip")
    played = play_policy(task, small, tmp_path / "policy.zip")
    expected = play_best(task, policy_act(model), small.strategy_count)
    assert played.points.tolist() == expected.points.tolist()
    assert played.final == expected.final


def test_refuses_numbers_that_are_not_finite(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    task = make("tuned", segments=3)
    model = make_model(task, small, make_env(task, small).given, seed=0)
    with th.no_grad():
        model.policy.action_net.bias[:] = th.nan  # type: ignore[union-attr, operator, index]
    save_model(model, tmp_path / "policy.zip")
    with pytest.raises(FileError, match="must be finite"):
        play_policy(task, small, tmp_path / "policy.zip")
