"""Networks made of PyTorch modules: run with tables, and profiled."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from pwlact.errors import require
from pwlact.fit.profile import Profile
from pwlact.models.network import Network, Outputs, Runner, Site, Split, Table
from pwlact.models.torch.exact import Exact
from pwlact.models.torch.module import PWLActivation
from pwlact.models.torch.recorder import Recorder
from pwlact.models.torch.runner import SequenceRunner
from pwlact.models.torch.swap import find_sites, swapped

SEED = 0  # of the labels and directions that a sensitivity draws


class TorchNetwork(Network):
    """A network whose forward pass is a module."""

    @cached_property
    def model(self) -> nn.Module:
        """The exact network, in evaluation mode and without gradients of its weights, made when first asked for."""
        return self.build().eval().requires_grad_(False)

    @abstractmethod
    def build(self) -> nn.Module:
        """Make the module with its weights."""

    @abstractmethod
    def batches(self, split: Split, count: int | None) -> Iterator[Any]:
        """Yield what `predict` takes, of the first `count` samples of a split."""

    @abstractmethod
    def predict(self, model: nn.Module, batch: Any) -> tuple[Tensor, Tensor]:
        """Return predictions (n, k) and scores (n,) of a batch, with gradients where they are enabled."""

    def distances(self, exact: Tensor, predictions: Tensor) -> Tensor:
        """Return the divergence of each sample's predictions (n, k) from the exact network's, with gradients: KL."""
        return nn.functional.kl_div(predictions, exact, log_target=True, reduction="none").sum(1)

    def labels(self, batch: Any) -> Tensor:
        """Return the right classes (n,) of a batch.

        Raises
        ------
        ConfigError
            If the network is no classifier.
        """
        require(isinstance(batch, tuple), "labels are of classifiers", f"{self.name}", "compare with the exact network")
        labels: Tensor = batch[1]
        return labels

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The sites of the module."""
        return find_sites(self.model, example=self.example())

    def example(self) -> Any:
        """Return inputs on which all of the module's calls are met, or None where its sites are modules."""
        return None

    def outputs(self, split: Split, tables: Mapping[str, Table], count: int | None = None) -> Outputs:
        """Run the module with tables at its sites."""
        return self._run(tables, self.batches(split, count))

    def runner(self, split: Split, sites: Sequence[str], count: int | None = None) -> Runner:
        """Return what runs many candidates, side by side where the modules are a sequence; batches are made once."""
        if isinstance(self.model, nn.Sequential):
            return SequenceRunner(self, split, sites, count)
        batches = list(self.batches(split, count))
        return lambda candidates: [self._run(tables, batches) for tables in candidates]

    def _run(self, tables: Mapping[str, Table], batches: Iterable[Any]) -> Outputs:
        made = {id(table): PWLActivation(table) for table in {id(table): table for table in tables.values()}.values()}
        modules = {name: made[id(table)] for name, table in tables.items()}
        predictions: list[Tensor] = []
        scores: list[Tensor] = []
        with swapped(self.model, modules), torch.no_grad():
            for batch in batches:
                for rows, part in zip((predictions, scores), self.predict(self.model, batch), strict=True):
                    rows.append(part)
                self.watch(sum(map(len, scores)))
        return Outputs(predictions=_joined(predictions), scores=_joined(scores).astype(np.float64))

    def profile(self, split: Split, *, sensitivity: bool, count: int | None = None) -> Profile:
        """Run the module with recorders at its sites."""
        recorders = {site.name: Recorder(Exact(site.function), sensitivity) for site in self.sites}
        generator = torch.Generator().manual_seed(SEED)
        samples = 0
        with swapped(self.model, recorders), torch.set_grad_enabled(sensitivity):
            for batch in self.batches(split, count):
                predictions, _ = self.predict(self.model, batch)
                samples += predictions.shape[0]
                if sensitivity:
                    self.sampled_loss(predictions, generator).backward()
                self.watch(samples)
        sites = tuple(recorders[site.name].profile(site) for site in self.sites)
        return Profile(network=self.name, samples=samples, sites=sites)

    def sampled_loss(self, predictions: Tensor, generator: torch.Generator) -> Tensor:
        """Return the loss whose squared gradient a sensitivity is: `label_loss` of log-probabilities."""
        return label_loss(predictions, generator)


def label_loss(predictions: Tensor, generator: torch.Generator, weights: Tensor | float = 1.0) -> Tensor:
    """Return the sum of -log p of labels drawn from log-probabilities (n, k), whose squared gradients are Fisher's.

    Weights (n,) multiply the terms of the sum.
    """
    labels = torch.multinomial(predictions.detach().exp(), 1, generator=generator)
    return -(weights * predictions.gather(1, labels)[:, 0]).sum()


def direction_loss(predictions: Tensor, generator: torch.Generator) -> Tensor:
    """Return what random directions see of embeddings (n, k): sum g . e, g of independent signs, E[g g'] = 1.

    The mean of (g . de)^2 is |de|^2, twice 1 - cosine of unit vectors.
    """
    signs = torch.randint(0, 2, predictions.shape, generator=generator) * 2 - 1
    return (predictions * signs).sum()


def _joined(parts: list[Tensor]) -> NDArray[Any]:
    """Return the parts (n, ...) as one array; each is freed once it is copied."""
    whole = np.empty((sum(map(len, parts)), *parts[0].shape[1:]), dtype=np.float32)
    start = 0
    while parts:
        part = parts.pop(0)
        whole[start : start + len(part)] = part.numpy()
        start += len(part)
    return whole
