"""The strategies' first actions are chosen and reported at a training's start."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.config import EnvConfig
from pwlact.rl.log import TrainingLog
from pwlact.rl.plans import first_plans
from pwlact.rl.starts import first_actions
from pwlact.rl.status import TrainingStatus
from pwlact.rl.task import Task

Make = Callable[..., Task]


def test_first_actions_are_the_plans_of_the_seed_and_are_reported(
    make: Make, small: AgentConfig, tmp_path: Path
) -> None:
    seen: list[TrainingStatus] = []
    task = make("tuned", segments=3)
    log = TrainingLog(task, small, tmp_path, lambda status: not seen.append(status))  # type: ignore[func-returns-value]
    found = first_actions(log, small, 3)
    assert found is not None
    assert found.tolist() == first_plans(task, small.ppo, 3).tolist()
    assert {status.phase for status in seen} == {"choosing starts"}
    assert [status.steps for status in seen] == [1, 2, 3]


def test_a_network_without_strategies_has_none(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    task = make("tuned", segments=3)
    log = TrainingLog(task, small, tmp_path, lambda status: True)
    for config in (
        dataclasses.replace(small, env=EnvConfig(observation="plain")),
        dataclasses.replace(small, algorithm="sac"),
    ):
        assert first_actions(log, config, 0) is None
