"""A network of a few dozen weights, random, on random data; shared by the tests of networks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from pwlact._types import Array, Codes
from pwlact.models.network import Outputs, Split, accuracy, kl_divergence
from pwlact.models.torch.network import TorchNetwork

SAMPLES = 96


class TinySequence(TorchNetwork):
    """Three layers with two SiLU between, and a tanh behind them."""

    name: ClassVar[str] = "tiny"
    title: ClassVar[str] = "tiny"
    origin: ClassVar[str] = "random"
    licence: ClassVar[str] = "none"
    data: ClassVar[str] = "random"
    score_name: ClassVar[str] = "accuracy"
    divergence_name: ClassVar[str] = "KL"
    pip: ClassVar[str] = "none"

    def build(self) -> nn.Module:
        """Return random weights."""
        torch.manual_seed(0)
        layers = (nn.Linear(4, 8), nn.SiLU(), nn.Linear(8, 8), nn.SiLU(), nn.Linear(8, 3), nn.Tanh())
        return nn.Sequential(*layers)

    def samples(self, split: Split) -> int:
        """Return the number of samples."""
        return SAMPLES

    def batches(self, split: Split, count: int | None) -> Iterator[Any]:
        """Yield 40 samples at a time."""
        generator = torch.Generator().manual_seed(len(split))
        x = 3.0 * torch.randn(SAMPLES, 4, generator=generator)
        yield from x[:count].split(40)

    def predict(self, model: nn.Module, batch: Any) -> tuple[Tensor, Tensor]:
        """Return log-probabilities, and 1 where the first class is the likeliest."""
        predictions = (4.0 * model(batch)).log_softmax(1)
        return predictions, (predictions.argmax(1) == 0).float()

    def divergence(self, exact: Outputs, other: Outputs) -> Array:
        """Return the KL divergence of each sample."""
        return kl_divergence(exact, other)

    def score(self, outputs: Outputs, chosen: Codes | None = None) -> float:
        """Return the accuracy."""
        return accuracy(outputs, chosen)
