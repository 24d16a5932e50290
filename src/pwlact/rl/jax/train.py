"""One training with JAX, from its start or its last checkpoint to its end."""

from __future__ import annotations

from pathlib import Path

from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.jax.runtime import session
from pwlact.rl.status import Watcher
from pwlact.rl.task import Task
from pwlact.rl.training import Training


def train(task: Task, config: AgentConfig, seed: int, folder: Path, watch: Watcher) -> Training:
    """Train an agent; see `pwlact.rl.engine.train`."""
    with session():
        from pwlact.rl.jax.learning import learn  # loads JAX, which the session has set up

        return learn(task, config, seed, folder, watch)
