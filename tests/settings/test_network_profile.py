"""Settings of a profile."""

from __future__ import annotations

import pytest

from pwlact.errors import ConfigError
from pwlact.settings.network_profile import NetworkProfileConfig


def test_calibration_data_and_the_sensitivity_are_the_defaults() -> None:
    config = NetworkProfileConfig(network="cnn")
    assert (config.split, config.sensitivity, config.count, config.out) == ("calibration", True, None, "profile.npz")


@pytest.mark.parametrize(("settings", "said"), [({"count": 0}, "--count is at least 1"), ({"out": "p.npy"}, r"\.npz")])
def test_bad_settings_are_refused(settings: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        NetworkProfileConfig(network="cnn", **settings)
