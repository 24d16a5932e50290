"""Parameters: shapes, first values, and what padding adds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pwlact.rl.agent_config import PPOConfig
from pwlact.rl.jax.parameters import BUCKETS, NetworkSize, first_parameters, pad, unpad
from pwlact.rl.strategies import LOG_STD_CUT

SIZES = [NetworkSize(5, 3, 16), NetworkSize(8, 1, 4), NetworkSize(130, 2, 8), NetworkSize(5, 0, 16)]


@pytest.mark.parametrize("size", SIZES)
def test_first_parameters_are_orthogonal_with_the_strategies_first_actions(size: NetworkSize) -> None:
    starts = None
    if size.strategies:
        starts = np.linspace(-1, 1, size.steps * size.strategies).reshape(size.steps, size.strategies)
    found = first_parameters(size, PPOConfig(noise=0.5, first_action=-0.75), starts, np.random.default_rng(0))
    assert {name: array.shape for name, array in found.items()} == size.shapes()
    assert {array.dtype for array in found.values()} == {np.dtype(np.float32)}
    hidden = found["critic_weight_1"].astype(np.float64)
    assert hidden @ hidden.T == pytest.approx(2.0 * np.eye(size.width), abs=1e-5)
    assert np.linalg.norm(found["actor_weight_2"]) == pytest.approx(0.01)
    assert found["actor_bias_2"] == pytest.approx([-0.75])
    log_std = math.log(0.5 / math.sqrt(size.steps))
    assert found["log_std"][:, 0] == pytest.approx(log_std)
    if starts is not None:
        assert found["table"] == pytest.approx(starts)
        assert found["log_std"][:, 1::2] == pytest.approx(log_std - LOG_STD_CUT)


@pytest.mark.parametrize("size", SIZES)
def test_padding_comes_off_again_and_is_zero(size: NetworkSize) -> None:
    found = first_parameters(size, PPOConfig(), None, np.random.default_rng(0))
    padded = pad(found, size)
    assert {name: array.shape for name, array in padded.items()} == size.padded().shapes()
    again = unpad(padded, size)
    for name, array in found.items():
        assert np.array_equal(again[name], array)
        assert np.count_nonzero(padded[name]) == np.count_nonzero(array)


def test_steps_are_padded_to_few_numbers() -> None:
    padded = {NetworkSize(steps, 2, 4).padded().steps for steps in range(1, 300)}
    assert padded == {*BUCKETS, 256, 384}
    assert all(NetworkSize(steps, 2, 4).padded().steps >= steps for steps in range(1, 300))
