"""A small Kolmogorov-Arnold network: every edge is a function of one variable, every node a sum.

Source: Liu et al., KAN: Kolmogorov-Arnold Networks, arXiv 2404.19756 (2024), section 2.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import torch
from kan_data import RANGE, Split
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, silu

from pwlact._types import Array

DEGREE = 3
BATCH = 128
SPREAD = 0.1  # standard deviation of the first coefficients, by that of the first weights of SiLU


@dataclass(frozen=True, slots=True, kw_only=True)
class KanConfig:
    """How a KAN is built and trained."""

    hidden: int = 12
    """Nodes of the one hidden layer."""
    grid: int = 5
    """Cells of each spline on its range."""
    epochs: int = 60
    """Passes over the training data."""
    rate: float = 0.02
    """Largest learning rate; it rises to that and falls again."""
    decay: float = 1.0
    """Weight decay of AdamW."""
    range_penalty: float = 10.0
    """Weight of the mean square by which sums of the hidden layer leave the range."""


def spline_basis(x: Tensor, knots: Tensor) -> Tensor:
    """Return the cubic B-splines at x, shape (*x.shape, knots - 4), by the recursion of de Boor and Cox.

    Parameters
    ----------
    x : Tensor
        Positions from the fourth knot to the fourth last.
    knots : Tensor, shape (g + 7,)
        Equally spaced, three of them on either side of the range.
    """
    x = x.unsqueeze(-1)
    basis = ((x >= knots[:-1]) & (x < knots[1:])).to(x.dtype)
    for p in range(1, DEGREE + 1):
        rising = (x - knots[: -p - 1]) / (knots[p:-1] - knots[: -p - 1])
        falling = (knots[p + 1 :] - x) / (knots[p + 1 :] - knots[1:-p])
        basis = rising * basis[..., :-1] + falling * basis[..., 1:]
    return basis


class EdgeLayer(nn.Module):
    """A layer of edges in float64: y_j = sum over i of w_ij silu(x_i) + sum over g of c_ijg B_g(x_i).

    x is clipped to RANGE; B_g are the cubic B-splines of `grid` equal cells; `random` draws the first w and c.
    """

    def __init__(self, inputs: int, outputs: int, grid: int, random: torch.Generator) -> None:
        super().__init__()

        def normal(*shape: int) -> Tensor:
            return torch.randn(shape, generator=random, dtype=torch.float64) / inputs**0.5

        low, high = RANGE
        steps = torch.arange(-DEGREE, grid + DEGREE + 1, dtype=torch.float64)
        self.register_buffer("knots", low + steps * (high - low) / grid)
        self.weights = nn.Parameter(normal(inputs, outputs))
        self.coefficients = nn.Parameter(SPREAD * normal(inputs, outputs, grid + DEGREE))

    def each(self, x: Tensor) -> Tensor:
        """Return what every edge gives, shape (n, inputs, outputs), of inputs (n, inputs)."""
        x = self._clipped(x)
        smooth = torch.einsum("nig,iog->nio", spline_basis(x, self.knots), self.coefficients)
        return silu(x).unsqueeze(-1) * self.weights + smooth

    def forward(self, x: Tensor) -> Tensor:
        """Return the sums of the edges, shape (n, outputs), of inputs (n, inputs)."""
        x = self._clipped(x)
        return silu(x) @ self.weights + torch.einsum("nig,iog->no", spline_basis(x, self.knots), self.coefficients)

    def _clipped(self, x: Tensor) -> Tensor:
        return x.clamp(RANGE[0], torch.nextafter(self.knots[-DEGREE - 1], self.knots[0]))


def train(data: Split, config: KanConfig, seed: int) -> nn.Sequential:
    """Return a KAN trained on a data set, in float64; seed draws its first weights and the batches."""
    torch.set_num_threads(1)
    random = torch.Generator().manual_seed(seed)
    x, labels = torch.as_tensor(data.train), torch.as_tensor(data.train_labels)
    sizes = [x.shape[1], config.hidden, data.classes]
    network = nn.Sequential(*(EdgeLayer(*ends, config.grid, random) for ends in itertools.pairwise(sizes)))
    optimizer = torch.optim.AdamW(network.parameters(), lr=config.rate, weight_decay=config.decay)
    batches = config.epochs * -(-len(x) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, config.rate, total_steps=batches + 1)
    for _ in range(config.epochs):
        for rows in torch.randperm(len(x), generator=random).split(BATCH):
            optimizer.zero_grad()
            _loss(network, x[rows], labels[rows], config.range_penalty).backward()
            optimizer.step()
            schedule.step()
    return network.requires_grad_(False)


def _loss(network: nn.Sequential, x: Tensor, labels: Tensor, range_penalty: float) -> Tensor:
    """Return the cross-entropy plus the penalty of hidden sums beyond RANGE, which is symmetric."""
    hidden, outputs = passed(network, x)[1:]
    return cross_entropy(outputs, labels) + range_penalty * (hidden.abs() - RANGE[1]).relu().square().mean()


def passed(network: nn.Sequential, x: Tensor) -> list[Tensor]:
    """Return the inputs, and the sums of every layer."""
    return list(itertools.accumulate(network, lambda sums, layer: layer(sums), initial=x))


def samples(layer: EdgeLayer, x: Array) -> Array:
    """Return the functions of a layer's edges at x (k,), one a row, shape (inputs * outputs, k)."""
    inputs = layer.weights.shape[0]
    at = torch.as_tensor(x).unsqueeze(1).expand(-1, inputs)
    return layer.each(at).permute(1, 2, 0).reshape(-1, len(x)).numpy()
