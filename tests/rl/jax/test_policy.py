"""A policy in numpy acts as the network in JAX."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.rl.agent_config import PPOConfig
from pwlact.rl.jax.network import mean_and_log_std
from pwlact.rl.jax.parameters import NetworkSize, first_parameters
from pwlact.rl.jax.policy import policy_act


@pytest.mark.parametrize("size", [NetworkSize(6, 3, 16), NetworkSize(6, 0, 16)])
def test_a_policy_acts_as_the_network(size: NetworkSize) -> None:
    generator = np.random.default_rng(0)
    starts = generator.standard_normal((6, 3)) if size.strategies else None
    parameters = first_parameters(size, PPOConfig(), starts, generator)
    parameters["actor_weight_2"] *= 100.0
    seen = generator.standard_normal((20, size.observed)).astype(np.float32)
    if size.strategies:
        seen[:, :6] = np.eye(6)[np.arange(20) % 6]
        seen[:, -3:] = np.eye(3)[np.arange(20) % 3]
    actions = policy_act(parameters, size)(seen)
    mean, log_std = mean_and_log_std(parameters, seen)  # type: ignore[arg-type]
    assert actions.shape == (20, 1)
    assert actions.dtype == np.float64
    assert actions[:, 0] == pytest.approx(np.asarray(mean), abs=1e-5)
    wanted = (
        parameters["log_std"][np.arange(20) % 6, np.arange(20) % 3] if size.strategies else parameters["log_std"][0, 0]
    )
    assert np.asarray(log_std) == pytest.approx(wanted)
