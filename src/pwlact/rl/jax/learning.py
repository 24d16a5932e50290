"""The course of a training: rollouts, evaluations, pruned strategies, updates and checkpoints."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

from pwlact._types import Array
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.jax.agent import Agent
from pwlact.rl.jax.checkpoint import load_checkpoint, restore_snapshot, save_checkpoint, take_snapshot
from pwlact.rl.jax.collect import Collected
from pwlact.rl.jax.curves import Curves
from pwlact.rl.jax.weights import save_arrays
from pwlact.rl.log import TrainingLog
from pwlact.rl.monitor import Monitor
from pwlact.rl.rollout import Episode
from pwlact.rl.schedules import schedule
from pwlact.rl.status import Watcher
from pwlact.rl.strategies import play_best, prune, survivors
from pwlact.rl.task import Task
from pwlact.rl.training import Training

CHECKPOINT_SECONDS = 3.0


def learn(task: Task, config: AgentConfig, seed: int, folder: Path, watch: Watcher) -> Training:
    """Train an agent; see `pwlact.rl.engine.train`."""
    state, arrays = load_checkpoint(folder)
    log = TrainingLog(task, config, folder, watch, state)
    agent = Agent(task, config, seed, None if log.resumed else first_actions(log, config, seed))
    if log.resumed:
        restore_snapshot(agent, arrays, folder / CHECKPOINT)
    ...
