"""Networks made of PyTorch modules: run with tables, and profiled."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from pwlact._types import Array, Codes
from pwlact.fit.profile import CELLS, Profile, SiteProfile, cells_of
from pwlact.models.network import Network, Outputs, Site, Split, Table
from pwlact.models.torch.exact import Exact
from pwlact.models.torch.module import PWLActivation
from pwlact.models.torch.swap import find_sites, swapped

SEED = 0  # of the labels that a sensitivity draws


class TorchNetwork(Network):
    """A network whose forward pass is a module."""

    @cached_property
    def model(self) -> nn.Module:
        """The exact network, in evaluation mode, made when first asked for."""
        return self.build().eval()

    @abstractmethod
    def build(self) -> nn.Module:
        """Make the module with its weights."""

    @abstractmethod
    def batches(self, split: Split, count: int | None) -> Iterator[Any]:
        """Yield what `predict` takes, of the first `count` samples of a split."""

    @abstractmethod
    def predict(self, model: nn.Module, batch: Any) -> tuple[Tensor, Tensor]:
        """Return predictions (n, k) and scores (n,) of a batch, with gradients where they are enabled."""

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The sites of the module."""
        return find_sites(self.model)

    def outputs(self, split: Split, tables: Mapping[str, Table], count: int | None = None) -> Outputs:
        """Run the module with tables at its sites."""
        made = {id(table): PWLActivation(table) for table in {id(table): table for table in tables.values()}.values()}
        modules = {name: made[id(table)] for name, table in tables.items()}
        with swapped(self.model, modules), torch.inference_mode():
            rows = [self.predict(self.model, batch) for batch in self.batches(split, count)]
        predictions, scores = (torch.cat(part).numpy() for part in zip(*rows, strict=True))
        return Outputs(predictions=predictions, scores=np.asarray(scores, dtype=np.float64))

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
        sites = tuple(recorders[site.name].profile(site) for site in self.sites)
        return Profile(network=self.name, samples=samples, sites=sites)

    def sampled_loss(self, predictions: Tensor, generator: torch.Generator) -> Tensor:
        """Return -log p of labels drawn from the predictions, summed over the samples (Fisher information)."""
        labels = torch.multinomial(predictions.detach().exp(), 1, generator=generator)
        return -predictions.gather(1, labels).sum()


class Recorder(nn.Module):
    """An activation that counts its inputs by cells, and sums the squared gradients of its outputs."""

    def __init__(self, exact: nn.Module, sensitivity: bool) -> None:
        super().__init__()
        self.exact = exact
        self.counts = np.zeros(CELLS)
        self.squares = np.zeros(CELLS) if sensitivity else None
        self.beyond = 0

    def forward(self, x: Tensor) -> Tensor:
        """Return the exact function, and record."""
        cells = cells_of(x.detach().numpy()).ravel()
        placed = cells >= 0
        self.beyond += int(cells.size - placed.sum())
        self.counts += np.bincount(cells[placed], minlength=CELLS)
        y: Tensor = self.exact(x)
        sums = self.squares
        if sums is not None and y.requires_grad:
            y.register_hook(lambda slope: _add(sums, cells[placed], slope.numpy().ravel()[placed]))
        return y

    def profile(self, site: Site) -> SiteProfile:
        """Return what was recorded."""
        return SiteProfile(
            name=site.name, function=site.function, counts=self.counts, squares=self.squares, beyond=self.beyond
        )


def _add(sums: Array, cells: Codes, slopes: Any) -> None:
    sums += np.bincount(cells, weights=slopes.astype(np.float64) ** 2, minlength=CELLS)
