"""Playing a stored Stable-Baselines3 policy."""

from __future__ import annotations

from pathlib import Path

from pwlact.errors import FileError
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.rollout import Episode
from pwlact.rl.sb3.checkpoint import load_tensors
from pwlact.rl.sb3.environment import make_env
from pwlact.rl.sb3.models import make_model
from pwlact.rl.sb3.policy import policy_act
from pwlact.rl.strategies import play_best
from pwlact.rl.task import Task


def play_policy(task: Task, config: AgentConfig, path: Path) -> Episode:
    """Play the best strategy of a policy's zip; see `pwlact.rl.engine.play_policy`.

    The network is rebuilt from the settings; only the file's tensors are read.
    """
    model = make_model(task, config, make_env(task, config).given, seed=0)
    load_tensors(model, path)
    if not all(bool(tensor.isfinite().all()) for tensor in model.policy.state_dict().values()):
        raise FileError(
            f"a policy's numbers must be finite, got others in {path}; it is damaged, or its training diverged"
        )
    return play_best(task, policy_act(model), config.strategy_count)
