"""Settings of a training."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact.errors import ConfigError, require
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.presets import PresetName
from pwlact.search.constraints import Constraints
from pwlact.search.problem import FitName, Objective, ObjectiveName, Problem, network_objective
from pwlact.settings.function import FunctionChoice
from pwlact.settings.marks import Folder
from pwlact.settings.problem import ProblemChoice, older_fit


@dataclass(frozen=True, kw_only=True)
class TrainConfig(AgentConfig, ProblemChoice):
    """Place the points by reinforcement learning and leave a run folder."""

    objective: ObjectiveName | None = None
    """Error to minimise: paper (0.2 mean + 0.8 max, on the grid), max (exact maximum), mse, mean, relative or
    ulp. By default the weights are those of --reward. With mse, take a smaller --reward.epsilon where the error is far
    below 1e-4."""
    preset: PresetName = "tuned"
    """Defaults of the agent: tuned (learns best) or paper (as published). They set env, reward and ppo."""
    seed: int = 0
    """Seed of the first training."""
    seeds: int = 1
    """Number of trainings, from seed SEED on."""
    jobs: int = 1
    """Number of trainings side by side. Each takes a process and a core."""
    polish: bool = False
    """Improve the best points by a local search at the end. The polished points are the result; the agent's own are
    reported beside it."""
    out: Folder = "runs"
    """Folder of the run folders."""
    name: str | None = None
    """Name of the run folder; by default date and function."""

    def __post_init__(self) -> None:
        FunctionChoice.__post_init__(self)
        AgentConfig.__post_init__(self)
        self._check_network()
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

    def _check_network(self) -> None:
        """Check that nothing but a network's loss is asked for where that is."""
        model, others = self.reward.model, (self.objective, self.weight)
        asked = next((value for value in others if value is not None), None)
        require(model is None or asked is None, "a network's loss is the objective", repr(asked), "leave it out")
        alone = model is None or not self.reward.area_weight
        require(alone, "a network's loss knows no area", self.reward.area_weight, "leave out reward.area-weight")

    def usual_fit(self, objective: Objective, constraints: Constraints) -> FitName:
        """Return the fit where none is asked for: as published, least squares, with the paper's preset."""
        return older_fit(objective) if self.preset == "paper" else super().usual_fit(objective, constraints)

    def problem(self) -> Problem:
        """Return the search problem that the settings state.

        Raises
        ------
        InputError
            If a setting is bad, or the data are noisy.
        """
        noisy = self.activation().noisy
        require(not noisy, "the agent learns on exact samples", "noisy data", "search noisy data, or leave noisy out")
        if self.reward.model is not None:
            return self.stated(network_objective(self.reward.model, self.format is not None), self.segments)
        if self.objective is not None:
            return self.stated(self.named(self.objective, self.weight), self.segments)
        weights = Objective(
            mean_weight=self.reward.mean_weight,
            max_weight=self.reward.max_weight,
            measure="grid" if self.format is None else "codes",
        )
        return self.stated(weights, self.segments)
