"""Which network, and on which data."""

from __future__ import annotations

import pytest

from pwlact.errors import ConfigError
from pwlact.settings.models import NetworkChoice


@pytest.mark.parametrize(
    ("settings", "spec"),
    [
        ({"network": "cnn"}, "cnn"),
        ({"model": "cnn"}, "cnn"),
        ({"model": "hf:some/vit", "images": "val"}, "hf:some/vit"),
        ({"network": "timm:vit_tiny", "images": "val", "labels": "l.csv", "calibration": "train"}, "timm:vit_tiny"),
        ({"model": "mine:net", "data": "mine:data"}, "mine:net"),
    ],
)
def test_a_network_is_named_in_either_place(settings: dict[str, str], spec: str) -> None:
    assert NetworkChoice(**settings).spec() == spec


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, r"give either a NETWORK or --model, got neither; `pwlact models list`"),
        ({"network": "cnn", "model": "hf:x"}, "got both"),
        ({"model": "hf:x"}, r"--model hf:x needs --images, got none; add --images"),
        ({"model": "timm:x", "images": "f", "data": "m:f"}, r"--data goes with .*'timm:x'; leave it out"),
        ({"model": "m:f"}, r"--model m:f needs --data, got none; add --data"),
        ({"model": "m:f", "data": "m:d", "images": "f"}, r"--images goes with .*'m:f'; leave it out"),
        ({"network": "cnn", "labels": "l.csv"}, r"--labels goes with .*'cnn'; leave it out"),
    ],
)
def test_data_must_go_with_the_network(settings: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        NetworkChoice(**settings).spec()
