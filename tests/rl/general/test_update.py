"""Steps of the network: towards taught actions, and against a gradient."""

from __future__ import annotations

import numpy as np

from pwlact.rl.general import update
from pwlact.search.general.network import forward
from pwlact.search.general.walk_kernels import SIZE

SEEN = np.random.default_rng(0).standard_normal((64, SIZE)).astype(np.float32)
RATE = np.float32(1e-2)


def test_first_layers_act_near_0() -> None:
    assert np.abs(forward(update.first_layers(32, 0), SEEN)).max() < 0.1


def test_imitation_comes_nearer_to_what_is_taught() -> None:
    layers = update.first_layers(32, 0)
    state, losses = update.first_state(layers), []
    actions = (0.3 * SEEN[:, 0]).astype(np.float32)
    for _ in range(60):
        layers, state, loss = update.imitate(layers, state, SEEN, actions, np.ones(64, dtype=np.float32), RATE)
        losses.append(float(loss))
    assert losses[-1] < 0.2 * losses[0]


def test_a_step_against_the_gradient_moves_actions_that_way() -> None:
    layers = update.first_layers(32, 0)
    pulls = np.where(SEEN[:, 0] > 0, 1.0, -1.0).astype(np.float32)
    moved, _ = update.descend(layers, update.first_state(layers), SEEN, pulls, RATE)
    change = forward(update.to_numpy(moved), SEEN) - forward(layers, SEEN)
    assert float(pulls @ change) < 0.0


def test_the_same_seed_makes_the_same_network() -> None:
    first, second, third = (update.first_layers(8, seed) for seed in (5, 5, 6))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert not np.array_equal(first[0], third[0])
