"""The strategies' first actions, chosen at the start of a training."""

from __future__ import annotations

from pwlact._types import Array
from pwlact.rl.agent_config import AgentConfig, OnPolicyConfig
from pwlact.rl.log import TrainingLog
from pwlact.rl.plans import first_plans


def first_actions(log: TrainingLog, config: AgentConfig, seed: int) -> Array | None:
    """Choose the strategies' first actions (P, strategies) and report it; None for a network without strategies."""
    learner = config.learner
    if not config.strategy_count or not isinstance(learner, OnPolicyConfig):
        return None
    return first_plans(log.task, learner, seed, lambda done, total: log.starting("choosing starts", done, total))
