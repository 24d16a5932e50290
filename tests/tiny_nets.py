"""A tiny classifier with two SiLU sites, and batches; shared by the tests of networks."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from pwlact.models.networks.own import OwnNetwork


def made() -> nn.Module:
    """Return the module."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 16), nn.SiLU(), nn.Linear(16, 16), nn.SiLU(), nn.Linear(16, 3))


def batches() -> list[tuple[Any, torch.Tensor]]:
    """Return 400 inputs with the labels that it gives, 25 at a time."""
    inputs = 2.0 * torch.randn(400, 4, generator=torch.Generator().manual_seed(1))
    labels = made()(inputs).argmax(1)
    return list(zip(inputs.split(25), labels.split(25), strict=True))


def tiny_network() -> OwnNetwork:
    """Return it as a network."""
    return OwnNetwork("mine:net", made, batches)
