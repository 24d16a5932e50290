"""Checkpoints hold all that an agent is; damaged and foreign ones are refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pwlact.errors import FileError
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.checkpoint import load_state, save_state
from pwlact.rl.jax.agent import Agent
from pwlact.rl.jax.checkpoint import CHECKPOINT, load_checkpoint, restore_snapshot, save_checkpoint, take_snapshot
from pwlact.rl.task import Task
from pwlact.rl.training import TrainingState

Make = Callable[..., Task]
STATE = TrainingState(
    steps=640, episodes=80, seconds=1.25, best_policy=42.5, best_policy_points=(-1.0, 0.1 + 0.2), alive=(0, 3)
)


def test_an_agent_that_comes_back_goes_on_as_it_would_have(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    task = make("tuned", segments=4)
    first = Agent(task, small, 0)
    first.learn(*first.play([0, 1], 0.0), rate=1e-3, offset=0.0)
    save_checkpoint(tmp_path, take_snapshot(first), STATE)
    state, arrays = load_checkpoint(tmp_path)
    assert state == load_state(tmp_path) == STATE
    second = Agent(task, small, 1)
    restore_snapshot(second, arrays, tmp_path / CHECKPOINT)
    for agent in (first, second):
        agent.learn(*agent.play([0, 1], 0.0), rate=1e-3, offset=0.0)
    ours, theirs = take_snapshot(first), take_snapshot(second)
    assert ours.keys() == theirs.keys()
    assert all(np.array_equal(ours[name], theirs[name]) for name in ours)


def test_without_a_checkpoint_there_is_no_state(tmp_path: Path) -> None:
    assert load_checkpoint(tmp_path) == (None, {})


def test_a_state_without_its_arrays_is_refused(tmp_path: Path) -> None:
    save_state(tmp_path, STATE)
    with pytest.raises(FileError, match=CHECKPOINT):
        load_checkpoint(tmp_path)


@pytest.mark.parametrize("missing", ["array_0", "generator", "training"])
def test_a_checkpoint_that_lacks_a_part_is_refused(
    make: Make, small: AgentConfig, tmp_path: Path, missing: str
) -> None:
    agent = Agent(make("tuned", segments=4), small, 0)
    save_checkpoint(tmp_path, take_snapshot(agent), STATE)
    path = tmp_path / CHECKPOINT
    with np.load(path, allow_pickle=False) as arrays:
        kept = {name: array for name, array in arrays.items() if name != missing}
    np.savez(path, **kept)
    with pytest.raises(FileError, match=r"a checkpoint .*; train anew") as refused:
        restore_snapshot(agent, load_checkpoint(tmp_path)[1], path)
    assert "\n" not in str(refused.value)
