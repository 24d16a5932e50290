"""The environment is registered by importing `pwlact.rl`, once, and only where gymnasium is installed."""

from __future__ import annotations

import subprocess
import sys

import gymnasium as gym
import pytest

from pwlact.rl.registration import ENVIRONMENT, register


def _run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    "code",
    [
        "import pwlact.rl, gymnasium; env = gymnasium.make('pwlact/SegmentPoints-v0')",
        "import gymnasium; env = gymnasium.make('pwlact:pwlact/SegmentPoints-v0')",
    ],
)
def test_gymnasium_finds_the_environment(code: str) -> None:
    assert _run(f"{code}; print(env.observation_space.shape)") == "(13,)\n"


def test_registering_twice_changes_nothing(recwarn: pytest.WarningsRecorder) -> None:
    register()
    spec = gym.registry[ENVIRONMENT]
    register()
    assert gym.registry[ENVIRONMENT] is spec
    assert len(recwarn) == 0
