"""Playing a stored policy, in numpy alone."""

from __future__ import annotations

from pathlib import Path

from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.jax.parameters import size_of
from pwlact.rl.jax.policy import policy_act
from pwlact.rl.jax.weights import load_policy
from pwlact.rl.rollout import Episode
from pwlact.rl.strategies import play_best
from pwlact.rl.task import Task


def play_policy(task: Task, config: AgentConfig, path: Path) -> Episode:
    """Play the best strategy of a policy's npz file; see `pwlact.rl.engine.play_policy`."""
    size = size_of(task, config)
    return play_best(task, policy_act(load_policy(path, size), size), size.strategies)
