"""Settings of a training."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact.errors import ConfigError
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.presets import PresetName
from pwlact.search.problem import Objective, ObjectiveName, Problem
from pwlact.settings.problem import ProblemChoice


@dataclass(frozen=True, kw_only=True)
class TrainConfig(AgentConfig, ProblemChoice):
    """Place the points by reinforcement learning and leave a run folder."""

    objective: ObjectiveName | None = None
    """What the agent is paid for: paper, 0.2 mean + 0.8 max on the grid; max, the exact maximum error; mse. By default
    the weights of --reward. A mean square far below 1e-4 asks for a smaller --reward.epsilon."""
    preset: PresetName = "tuned"
    """Defaults for env, reward and ppo: tuned, what learns best, or paper, the task as published."""
    seed: int = 0
    """Seed of the first training."""
    seeds: int = 1
    """How many trainings, with seeds SEED, SEED + 1, ..."""
    jobs: int = 1
    """How many trainings side by side, a process and a core each."""
    polish: bool = False
    """Improve the best points by a local search at the end, reported apart."""
    out: str = "runs"
    """Folder that run folders go to."""
    name: str | None = None
    """Name of the run folder; by default date, time and function."""

    def __post_init__(self) -> None:
        AgentConfig.__post_init__(self)
        if self.seeds < 1 or self.jobs < 1:
            raise ConfigError(
                f"seeds and jobs must be at least 1, got {self.seeds} and {self.jobs}; try --seeds 4 --jobs 2"
            )
        if not 0 <= self.seed < 2**31:
            raise ConfigError(f"a seed is from 0 to 2147483647, got {self.seed}; try --seed 0")
        if self.polish and self.reward.area_weight:
            raise ConfigError(
                f"the local search knows no area, got --polish with area-weight {self.reward.area_weight:g}; leave one "
                "out"
            )

    def problem(self) -> Problem:
        """Return the search problem that the settings state."""
        if self.objective is not None:
            return self.stated(self.named(self.objective), self.segments)
        weights = Objective(
            mean_weight=self.reward.mean_weight,
            max_weight=self.reward.max_weight,
            measure="grid" if self.format is None else "codes",
        )
        return self.stated(weights, self.segments)
