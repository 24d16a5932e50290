"""A small CNN with one function at its three activations."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from torch import nn

from pwlact.models.networks.digits import DigitNetwork


class SmallCNN(DigitNetwork):
    """Two convolutions and a hidden layer, an activation behind each."""

    name: ClassVar[str] = "cnn"
    title: ClassVar[str] = "small CNN, SiLU"
    function: ClassVar[Callable[[], nn.Module]] = nn.SiLU
    epochs: ClassVar[int] = 16
    rate: ClassVar[float] = 2e-3
    decay: ClassVar[float] = 0.5
    shift: ClassVar[int] = 1

    def architecture(self) -> nn.Module:
        """Make the module with random weights."""
        function = type(self).function
        return nn.Sequential(
            nn.Conv2d(1, 16, 3, stride=2, padding=1), function(),
            nn.Conv2d(16, 32, 3, stride=2, padding=1), function(),
            nn.Flatten(), nn.Linear(32 * 49, 64), function(), nn.Linear(64, 10),
        )  # fmt: skip


class GELUCNN(SmallCNN):
    """The same with GELU."""

    name: ClassVar[str] = "cnn-gelu"
    title: ClassVar[str] = "small CNN, GELU"
    function: ClassVar[Callable[[], nn.Module]] = nn.GELU


class TanhCNN(SmallCNN):
    """The same with tanh."""

    name: ClassVar[str] = "cnn-tanh"
    title: ClassVar[str] = "small CNN, tanh"
    function: ClassVar[Callable[[], nn.Module]] = nn.Tanh
    epochs: ClassVar[int] = 24
    rate: ClassVar[float] = 3e-3


class SigmoidCNN(SmallCNN):
    """The same with the sigmoid, which learns more slowly."""

    name: ClassVar[str] = "cnn-sigmoid"
    title: ClassVar[str] = "small CNN, sigmoid"
    function: ClassVar[Callable[[], nn.Module]] = nn.Sigmoid
    epochs: ClassVar[int] = 40
    rate: ClassVar[float] = 6e-3
