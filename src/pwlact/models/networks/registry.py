"""The networks by name; each module is imported only when its network is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from pwlact.errors import ConfigError, did_you_mean
from pwlact.models.network import Network
from pwlact.models.networks.packages import missing_packages, needing_extra

NETWORKS = {
    "cnn": "pwlact.models.networks.cnn:SmallCNN",
    "cnn-gelu": "pwlact.models.networks.cnn:GELUCNN",
    "cnn-tanh": "pwlact.models.networks.cnn:TanhCNN",
    "cnn-sigmoid": "pwlact.models.networks.cnn:SigmoidCNN",
    "vit": "pwlact.models.networks.vit:SmallViT",
    "g2p": "pwlact.models.networks.g2p:G2P",
    "minilm": "pwlact.models.networks.minilm:MiniLM",
    "rapidocr": "pwlact.models.networks.rapidocr:RapidOCR",
    "smollm2": "pwlact.models.networks.smollm2:SmolLM2",
    "smollm2-news": "pwlact.models.networks.smollm2:SmolLM2News",
}
"""Where each network's class is."""


def network_class(name: str) -> Callable[[], Network]:
    """Return the class of a network.

    Raises
    ------
    ConfigError
        If there is none of this name, or a package that it needs is missing.
    """
    if name not in NETWORKS:
        raise ConfigError(
            f"a network is one of {', '.join(NETWORKS)}, got {name!r}; {did_you_mean(name, NETWORKS)}"
            "see `pwlact models list`"
        )
    module, _, kind = NETWORKS[name].partition(":")
    with needing_extra(f"network {name}"):
        found: Callable[[], Network] = getattr(importlib.import_module(module), kind)
    return found


def network(name: str) -> Network:
    """Return a network by name.

    Raises
    ------
    ConfigError
        As `network_class` does, or if packages of its weights and data are missing.
    """
    kind: Any = network_class(name)
    missing = missing_packages(kind.packages)
    if missing:
        raise ConfigError(f"the network {name} needs packages of its own, got no {', '.join(missing)}; {kind.pip}")
    found: Network = kind()
    return found
