"""Settings of trainings that take a second."""

from __future__ import annotations

import pytest

from pwlact.rl.agent_config import PPOConfig
from pwlact.settings.training import TrainConfig


@pytest.fixture
def tiny(tmp_path_factory: pytest.TempPathFactory) -> TrainConfig:
    """Give a training of 200 steps on two points, into a folder of its own."""
    return TrainConfig(
        function="gelu",
        segments=3,
        steps=200,
        evaluations=2,
        ppo=PPOConfig(envs=8, epochs=1, minibatches=2, strategies=2),
        out=str(tmp_path_factory.mktemp("out")),
        name="tiny",
    )
