"""The environment that a Stable-Baselines3 agent is given."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from stable_baselines3.common.vec_env import VecEnv, VecEnvWrapper, VecMonitor
from stable_baselines3.common.vec_env.base_vec_env import VecEnvObs, VecEnvStepReturn

from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.sb3.strategy_env import StrategyVecEnv
from pwlact.rl.sb3.vec_env import SegmentPointsVecEnv
from pwlact.rl.task import Task
from pwlact.rl.training import BestEpisode


class Environment(NamedTuple):
    """The vectorised environment: bare, with a monitor and strategies (None without), and as the agent is given it."""

    bare: SegmentPointsVecEnv
    monitor: VecMonitor | None
    strategies: StrategyVecEnv | None
    given: VecEnv


def make_env(
    task: Task, config: AgentConfig, best: BestEpisode | None = None, monitor: Path | None = None
) -> Environment:
    """Build the environment of the chosen algorithm.

    Parameters
    ----------
    task : Task
        What the agent learns.
    config : AgentConfig
        How it learns.
    best : BestEpisode, optional
        Record that finished episodes are offered to; by default a new one.
    monitor : Path, optional
        CSV file that finished episodes are written to; by default none.
    """
    bare = SegmentPointsVecEnv(task, config.learner.envs, best)
    watched = None if monitor is None else VecMonitor(bare, str(monitor), info_keywords=("final_reward",))
    told = StrategyVecEnv(watched or bare, config.strategy_count) if config.strategy_count else None
    given: VecEnv = told or watched or bare
    scale = getattr(config.learner, "reward_scale", 1.0)
    return Environment(bare, watched, told, given if scale == 1.0 else ScaledRewards(given, scale))


class ScaledRewards(VecEnvWrapper):
    """Multiplies the rewards that an agent learns from by `scale`."""

    def __init__(self, venv: VecEnv, scale: float) -> None:
        super().__init__(venv)
        self.scale = scale

    def reset(self) -> VecEnvObs:
        """Start every episode anew."""
        return self.venv.reset()

    def step_wait(self) -> VecEnvStepReturn:
        """Step every episode."""
        seen, rewards, dones, infos = self.venv.step_wait()
        return seen, rewards * self.scale, dones, infos
