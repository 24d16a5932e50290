"""Settings of the learning algorithms, one record each; command line and TOML reach them all."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

from pwlact._types import Rare
from pwlact.errors import ConfigError, require, require_finite
from pwlact.rl.budget import Budget
from pwlact.rl.config import EnvConfig
from pwlact.rl.schedules import ScheduleConfig
from pwlact.search.problem import Problem
from pwlact.search.reward import RewardConfig

AlgorithmName = Literal["ppo", "a2c", "sac", "td3"]
EngineName = Literal["auto", "jax", "sb3"]

EPISODES = 75_000  # a default training where fits are slow
MANY = 24  # points above which quick trainings have fewer episodes
TABLES = ("env", "reward", "schedule", "ppo", "a2c", "sac", "td3")
"""The settings that are tables of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPolicyConfig:
    """Settings that PPO and A2C share."""

    learning_rate: float = 1.5e-3
    """Peak learning rate."""
    envs: int = 64
    """Episodes side by side."""
    rollout_episodes: int = 1
    """Length of a rollout in each environment, in episodes."""
    gamma: float = 1.0
    """Discount per step."""
    gae_lambda: float = 0.95
    """Trade-off of bias and variance in the advantages."""
    entropy_weight: float = 0.0
    """Weight of the entropy bonus."""
    noise: float = 0.35
    """Initial standard deviation of the actions, times the square root of the number of points."""
    noise_fall: Rare[float] = 0.0
    """By how much the logarithm of all standard deviations falls, beside what is learned, until the end."""
    noise_fall_from: Rare[float] = 0.4
    """Share of the training from which it falls, in a straight line."""
    strategies: int = 16
    """Number of strategies at first, each with other gaps; the weaker ones are dropped repeatedly until one is left."""
    drop_share: Rare[float] = 0.5
    """Share of the strategies that are dropped at a time."""
    drop_every: Rare[float] = 0.08
    """Share of the training after which strategies are dropped."""
    drop_from: Rare[float] = 0.0
    """Share of the training in which none is dropped."""
    starts: Rare[Literal["gaps", "lobes"]] = "gaps"
    """Choice of first gaps: gaps, random ones that spread more from strategy to strategy; lobes, the best that share
    out the points between the lobes of f'' in each way."""
    start_spread: float = 0.2
    """Largest standard deviation of the logarithm of first gaps; 0: equal gaps."""
    width: int = 64
    """Units in each of the two hidden layers."""
    first_action: float = 0.0
    """Mean of the first actions."""
    reward_scale: float = 1.0
    """Factor of the rewards that the agent learns from; reported rewards are without it."""

    def log_std_offset(self, progress: float) -> float:
        """Return what is added to the logarithm of all standard deviations at a progress t from 0 to 1.

        -noise_fall * max(t - noise_fall_from, 0) / (1 - noise_fall_from).
        """
        return -self.noise_fall * max(progress - self.noise_fall_from, 0.0) / (1.0 - self.noise_fall_from)


@dataclass(frozen=True, slots=True, kw_only=True)
class PPOConfig(OnPolicyConfig):
    """Proximal policy optimisation (Schulman et al. 2017, arXiv 1707.06347), by Adam."""

    minibatches: int = 4
    """Minibatches per rollout."""
    epochs: int = 5
    """Passes over each rollout."""
    clip_range: float = 0.2
    """Largest change of an action's probability that is rewarded, as a ratio."""


@dataclass(frozen=True, slots=True, kw_only=True)
class A2CConfig(OnPolicyConfig):
    """Advantage actor-critic (Mnih et al. 2016, arXiv 1602.01783), by RMSprop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OffPolicyConfig:
    """Settings that SAC and TD3 share."""

    learning_rate: float = 1e-3
    """Peak learning rate of Adam."""
    envs: int = 64
    """Episodes side by side."""
    gradient_steps: int = 4
    """Updates after each step of all environments."""
    batch: int = 256
    """Transitions per update."""
    buffer: int = 100_000
    """Transitions in the replay buffer."""
    learning_starts: int = 2_000
    """Random steps before the first update."""
    gamma: float = 1.0
    """Discount per step."""
    tau: float = 0.01
    """Share by which the target networks follow the networks at each update."""
    width: int = 64
    """Units in each of the two hidden layers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SACConfig(OffPolicyConfig):
    """Soft actor-critic (Haarnoja et al. 2018, arXiv 1801.01290)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TD3Config(OffPolicyConfig):
    """Twin delayed deep deterministic policy gradient (Fujimoto et al. 2018, arXiv 1802.09477)."""

    action_noise: float = 0.1
    """Standard deviation of the noise added to actions while learning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentConfig:
    """An agent: what it observes, its rewards and how it learns.

    Raises
    ------
    ConfigError
        If a setting is out of its domain.
    """

    algorithm: AlgorithmName = "ppo"
    """Learning algorithm."""
    engine: EngineName = "auto"
    """Library, by its name. jax serves PPO alone, sb3 is Stable-Baselines3; auto takes jax
    where it is installed and serves."""
    steps: int | None = None
    """Points to place in all; by default those of --episodes."""
    seconds: float | None = None
    """Train for this many seconds instead."""
    episodes: Rare[int | None] = None
    """Episodes in all where neither steps nor seconds are given; by default 75,000, and --quick-episodes where
    fits are quick."""
    quick_episodes: Rare[int] = 0
    """Default of --episodes where fits are quick: in real numbers, half as many with other values than least squares;
    fewer, in proportion, above 24 points. 0 is 75,000 as well."""
    evaluations: Rare[int] = 50
    """Number of evaluations: the policy is played without noise, and the best one is kept."""
    env: EnvConfig = field(default_factory=EnvConfig)
    reward: RewardConfig = field(default_factory=RewardConfig)
    schedule: ScheduleConfig = field(default_factory=ScheduleConfig)
    ppo: PPOConfig = field(default_factory=PPOConfig)
    a2c: A2CConfig = field(default_factory=A2CConfig)
    sac: SACConfig = field(default_factory=SACConfig)
    td3: TD3Config = field(default_factory=TD3Config)

    def __post_init__(self) -> None:
        if self.seconds is not None and not 0 < self.seconds < math.inf:
            raise ConfigError(f"seconds must be above 0 and finite, got {self.seconds}; try --seconds 30")
        if self.seconds is not None and self.steps is not None:
            raise ConfigError(
                f"a training lasts a number of steps or of seconds, got --steps {self.steps} and --seconds "
                f"{self.seconds:g}; leave one out"
            )
        episodes = EPISODES if self.episodes is None else self.episodes
        require(episodes >= 1, "episodes must be at least 1", episodes, f"try {EPISODES}")
        require(self.quick_episodes >= 0, "quick-episodes must be zero or more", self.quick_episodes, "try 400000")
        if self.steps is not None and self.steps < 1:
            raise ConfigError(f"steps must be at least 1, got {self.steps}; try 300000")
        if self.evaluations < 1:
            raise ConfigError(f"evaluations must be at least 1, got {self.evaluations}; try 50")
        for name in ("ppo", "a2c", "sac", "td3"):
            _check_counts(name, getattr(self, name))

    @property
    def learner(self) -> OnPolicyConfig | OffPolicyConfig:
        """Settings of the chosen algorithm."""
        learner: OnPolicyConfig | OffPolicyConfig = getattr(self, self.algorithm)
        return learner

    @property
    def strategy_count(self) -> int:
        """Number of strategies that the agent's network keeps apart; 0 for a network without strategies."""
        learner = self.learner
        if isinstance(learner, OnPolicyConfig) and self.env.observation == "one-hot":
            return learner.strategies
        return 0

    def total_steps(self, problem: Problem) -> int:
        """Return the number of steps of a training on a problem, where seconds do not end it."""
        if self.steps is not None:
            return self.steps
        if self.episodes is not None or not self.quick_episodes or problem.spec is not None:
            return (self.episodes or EPISODES) * problem.points
        episodes = self.quick_episodes if problem.fit == "lstsq" else self.quick_episodes // 2
        return episodes * min(problem.points, MANY)

    def budget(self, problem: Problem) -> Budget:
        """Return how long a training on a problem lasts."""
        if self.seconds is not None:
            return Budget(amount=self.seconds, unit="seconds")
        return Budget(amount=self.total_steps(problem), unit="steps")


def _check_counts(name: str, config: object) -> None:
    """Raise ConfigError where a setting is out of its domain."""
    require_finite(name, config)
    for key in ("learning_rate", "envs", "rollout_episodes", "minibatches", "epochs", "gradient_steps", "batch",
                "buffer", "noise", "strategies", "drop_every", "reward_scale", "width", "clip_range",
                "tau"):  # fmt: skip
        value = getattr(config, key, 1)
        if not value > 0:
            raise ConfigError(
                f"{name}.{key.replace('_', '-')} must be above 0, got {value}; leave it out for the default"
            )
    for key, remedy in (("action_noise", 0.1), ("noise_fall", 2)):
        value = getattr(config, key, remedy)
        require(value >= 0, f"{name}.{key.replace('_', '-')} must be zero or more", value, f"try {remedy}")
    for key in ("gamma", "gae_lambda"):
        value = getattr(config, key, 1.0)
        require(0 <= value <= 1, f"{name}.{key.replace('_', '-')} must be in [0, 1]", value, "try 1")
    for key in ("noise_fall_from", "drop_from"):
        value = getattr(config, key, 0.0)
        require(0 <= value < 1, f"{name}.{key.replace('_', '-')} must be in [0, 1)", value, "try 0.1")
    share = getattr(config, "drop_share", 0.1)
    require(0 < share < 1, f"{name}.drop-share must be between 0 and 1", share, "try 0.1")
