"""Many candidates' tables tried in a network of modules in sequence: what lies before the first site runs once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from pwlact.models.network import Outputs, Split, Table
from pwlact.models.torch.module import PWLActivation
from pwlact.models.torch.swap import swapped

if TYPE_CHECKING:
    from pwlact.models.torch.network import TorchNetwork

TOGETHER = 8  # candidates in one forward pass, side by side along the batch


class SequenceRunner:
    """Runs candidates' tables at the sites of an `nn.Sequential`.

    Parameters
    ----------
    network : TorchNetwork
        The network; its model is an `nn.Sequential`, which `predict` calls once for a batch.
    split, count
        The data, as of `Network.outputs`.
    sites : sequence of str
        Sites that have a table in every candidate.
    """

    def __init__(self, network: TorchNetwork, split: Split, sites: Sequence[str], count: int | None) -> None:
        model = network.model
        assert isinstance(model, nn.Sequential)
        parts = list(model._modules)
        first = min(parts.index(site.partition(".")[0]) for site in sites)
        self.network, self.sites, self.tail = network, tuple(sites), model[first:]  # its modules keep their names
        with torch.no_grad():
            self.batches = [(batch, self._before(model[:first], batch)) for batch in network.batches(split, count)]

    def __call__(self, candidates: Sequence[Mapping[str, Table]]) -> list[Outputs]:
        """Return the outputs of each candidate, those of `Network.outputs` but for rounding."""
        found: list[Outputs] = []
        for start in range(0, len(candidates), TOGETHER):
            found += self._together(candidates[start : start + TOGETHER])
        return found

    def _before(self, prefix: nn.Module, batch: Any) -> Tensor:
        """Return what enters the first site."""
        seen = _Given(prefix, self.tail)
        self.network.predict(seen, batch)
        return seen.hidden

    def _together(self, candidates: Sequence[Mapping[str, Table]]) -> list[Outputs]:
        n = len(candidates)
        sites = {site: SideBySide([PWLActivation(tables[site]) for tables in candidates]) for site in self.sites}
        rows: list[list[tuple[Tensor, Tensor]]] = [[] for _ in range(n)]
        with swapped(self.tail, sites), torch.no_grad():
            for batch, hidden in self.batches:
                parts = self.tail(hidden.repeat(n, *[1] * (hidden.dim() - 1))).chunk(n)
                for found, part in zip(rows, parts, strict=True):
                    found.append(self.network.predict(_Known(part), batch))
        return [_outputs(found) for found in rows]


class SideBySide(nn.Module):
    """Activations for equal parts of a batch: the first for the first part, and so on."""

    def __init__(self, activations: Sequence[nn.Module]) -> None:
        super().__init__()
        self.activations = nn.ModuleList(activations)

    def forward(self, x: Tensor) -> Tensor:
        """Return what each activation gives for its part of x, shape as x."""
        parts = x.chunk(len(self.activations))
        return torch.cat([activation(part) for activation, part in zip(self.activations, parts, strict=True)])


class _Given(nn.Module):
    """A model in two parts, which keeps what the second is given."""

    hidden: Tensor

    def __init__(self, prefix: nn.Module, tail: nn.Module) -> None:
        super().__init__()
        self.prefix, self.tail = prefix, tail

    def forward(self, x: Tensor) -> Tensor:
        self.hidden = self.prefix(x)
        out: Tensor = self.tail(self.hidden)
        return out


class _Known(nn.Module):
    """A model whose output is known."""

    def __init__(self, output: Tensor) -> None:
        super().__init__()
        self.output = output

    def forward(self, _x: Tensor) -> Tensor:
        return self.output


def _outputs(rows: Sequence[tuple[Tensor, Tensor]]) -> Outputs:
    predictions, scores = (torch.cat(part).numpy() for part in zip(*rows, strict=True))
    return Outputs(predictions=predictions, scores=np.asarray(scores, dtype=np.float64))
