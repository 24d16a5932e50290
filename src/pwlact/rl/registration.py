"""Registering the environment with gymnasium."""

from __future__ import annotations

from importlib.util import find_spec

ENVIRONMENT = "pwlact/SegmentPoints-v0"


def register() -> None:
    """Register the environment `pwlact/SegmentPoints-v0`, once; without gymnasium, do nothing."""
    if find_spec("gymnasium") is None:
        return
    from gymnasium.envs import registration

    if ENVIRONMENT not in registration.registry:
        registration.register(id=ENVIRONMENT, entry_point="pwlact.rl.env:SegmentPointsEnv")
