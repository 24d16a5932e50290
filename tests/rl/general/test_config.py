"""Settings of a pretraining are checked."""

from __future__ import annotations

from typing import Any

import pytest

from pwlact.errors import ConfigError
from pwlact.rl.general.config import PretrainConfig


@pytest.mark.parametrize(
    "settings",
    [
        {"steps": 0}, {"seconds": 0.0}, {"seconds": float("nan")}, {"functions": 7}, {"functions": 6}, {"taught": 1.5},
        {"width": 0}, {"width": 1025}, {"lessons": 0}, {"seed": -1}, {"rate": 0.0}, {"noise": -0.1},
    ],
)  # fmt: skip
def test_bad_settings_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        PretrainConfig(**settings)
