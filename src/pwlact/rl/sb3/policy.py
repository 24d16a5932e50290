"""The network of Stable-Baselines3's on-policy methods: a mean and a spread for each step, and a correction."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch as th
from gymnasium import spaces
from numpy.typing import NDArray
from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.distributions import Distribution
from stable_baselines3.common.policies import ActorCriticPolicy
from stable_baselines3.common.type_aliases import PyTorchObs, Schedule
from torch import nn

from pwlact._types import Array
from pwlact.rl.rollout import Act
from pwlact.rl.strategies import LOG_STD_CUT


def policy_act(model: BaseAlgorithm) -> Act:
    """Return a model's policy without noise: observations (n, d) to actions (n, 1)."""

    def act(seen: NDArray[np.float32]) -> Array:
        action, _ = model.predict(seen, deterministic=True)
        return np.asarray(action, dtype=np.float64)

    return act


class _StepwiseExtractor(nn.Module):
    """Two networks, for actor and critic; the actor's output ends with the one-hots of step and strategy."""

    def __init__(self, size: int, steps: int, strategies: int, width: int) -> None:
        super().__init__()
        self.steps, self.strategies = steps, strategies
        self.actor = _two_layers(size, width)
        self.critic = _two_layers(size, width)
        self.latent_dim_pi = width + steps + strategies
        self.latent_dim_vf = width

    def forward(self, features: th.Tensor) -> tuple[th.Tensor, th.Tensor]:
        return self.forward_actor(features), self.forward_critic(features)

    def forward_actor(self, features: th.Tensor) -> th.Tensor:
        step, strategy = features[:, : self.steps], features[:, -self.strategies :]
        return th.cat((self.actor(features), step, strategy), dim=1)

    def forward_critic(self, features: th.Tensor) -> th.Tensor:
        latent: th.Tensor = self.critic(features)
        return latent


def _two_layers(size: int, width: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(size, width), nn.Tanh(), nn.Linear(width, width), nn.Tanh())


class StepwisePolicy(ActorCriticPolicy):
    """Gaussian policy whose mean and log standard deviation have a parameter for each step of each strategy.

    With step k, strategy s and network h: a ~ Normal(table_ks + h(observation), exp(log_std_ks)). A step's mean is
    learned without disturbing the others', each step's noise shrinks at its own pace, and the network corrects for
    the earlier points. The attribute `log_std_offset` is added to every log_std_ks. The first `steps` observations
    must be the one-hot of k, the last `strategies` that of s.

    Parameters
    ----------
    steps : int
        Length of an episode.
    strategies : int
        Number of strategies.
    table : ndarray, shape (steps, strategies)
        First means.
    width : int
        Units of each of the two hidden layers.
    """

    def __init__(
        self,
        observation_space: spaces.Space[Any],
        action_space: spaces.Space[Any],
        lr_schedule: Schedule,
        *,
        steps: int,
        strategies: int,
        table: Array,
        width: int,
        **kwargs: Any,
    ) -> None:
        self.steps, self.strategies, self.width = steps, strategies, width
        self.first_table = table
        self.log_std_offset = 0.0
        super().__init__(observation_space, action_space, lr_schedule, **kwargs)

    def _build_mlp_extractor(self) -> None:
        self.mlp_extractor = _StepwiseExtractor(  # type: ignore[assignment]
            self.features_dim, self.steps, self.strategies, self.width
        )

    def _build(self, lr_schedule: Schedule) -> None:
        super()._build(lr_schedule)
        log_std = th.full((self.steps, self.strategies), self.log_std_init)
        log_std[:, 1::2] -= LOG_STD_CUT
        self.log_std = nn.Parameter(log_std)
        table = np.array(self.first_table, dtype=np.float32, order="C")  # laid out as when it is loaded, for equal sums
        self.table = nn.Parameter(th.from_numpy(table))
        self.action_net = nn.Linear(self.width, 1)
        nn.init.orthogonal_(self.action_net.weight, gain=0.01)
        nn.init.zeros_(self.action_net.bias)
        self.optimizer = self.optimizer_class(self.parameters(), lr=lr_schedule(1), **self.optimizer_kwargs)  # type: ignore[call-arg]

    def _mean_and_log_std(self, latent: th.Tensor) -> tuple[th.Tensor, th.Tensor]:
        hidden, step, strategy = th.split(latent, [self.width, self.steps, self.strategies], dim=1)
        offset = ((step @ self.table) * strategy).sum(dim=1, keepdim=True)
        log_std = ((step @ self.log_std) * strategy).sum(dim=1, keepdim=True)
        return self.action_net(hidden) + offset, log_std + self.log_std_offset

    def _get_action_dist_from_latent(self, latent_pi: th.Tensor) -> Distribution:
        mean, log_std = self._mean_and_log_std(latent_pi)
        self.action_dist.distribution = th.distributions.Normal(mean, log_std.exp(), validate_args=False)
        return self.action_dist

    def evaluate_actions(self, obs: PyTorchObs, actions: th.Tensor) -> tuple[th.Tensor, th.Tensor, th.Tensor]:
        """Return values (n, 1), log probabilities (n,) and entropies (n,) of actions (n, 1), in closed form."""
        assert isinstance(obs, th.Tensor)
        latent, latent_value = self.mlp_extractor(obs)
        mean, log_std = self._mean_and_log_std(latent)
        deviation = (actions - mean) * th.exp(-log_std)
        constant = 0.5 * math.log(2 * math.pi)
        log_prob = (-0.5 * deviation**2 - log_std - constant).sum(dim=1)
        entropy = (log_std + constant + 0.5).sum(dim=1)
        return self.value_net(latent_value), log_prob, entropy
