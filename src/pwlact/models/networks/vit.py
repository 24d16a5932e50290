"""A small vision transformer."""

from __future__ import annotations

from typing import ClassVar

import torch
from torch import Tensor, nn

from pwlact.models.networks.digits import DigitNetwork

PATCH = 7
WIDTH = 64
HEADS = 4
BLOCKS = 3


class SmallViT(DigitNetwork):
    """A vision transformer of three blocks: 16 patches of 7 x 7 pixels, 64 channels, GELU between two linear layers."""

    name: ClassVar[str] = "vit"
    title: ClassVar[str] = "small vision transformer, GELU"
    epochs: ClassVar[int] = 40
    rate: ClassVar[float] = 1e-3
    shift: ClassVar[int] = 2

    def architecture(self) -> nn.Module:
        """Make the module with random weights."""
        return Transformer()


class Transformer(nn.Module):
    """Patches, positions, blocks, and a linear layer on the mean of the patches."""

    def __init__(self) -> None:
        super().__init__()
        self.patches = nn.Conv2d(1, WIDTH, PATCH, stride=PATCH)
        self.positions = nn.Parameter(0.02 * torch.randn((28 // PATCH) ** 2, WIDTH))
        self.blocks = nn.Sequential(*(Block() for _ in range(BLOCKS)))
        self.head = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 10))

    def forward(self, images: Tensor) -> Tensor:
        """Return logits (n, 10) of images (n, 1, 28, 28)."""
        tokens = self.patches(images).flatten(2).transpose(1, 2) + self.positions
        logits: Tensor = self.head(self.blocks(tokens).mean(1))
        return logits


class Block(nn.Module):
    """Attention and two linear layers, each behind a normalisation and beside a residual path."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = nn.Sequential(nn.LayerNorm(WIDTH), Attention())
        self.mlp = nn.Sequential(
            nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH)
        )

    def forward(self, tokens: Tensor) -> Tensor:
        """Return tokens (n, patches, channels) of the same shape."""
        tokens = tokens + self.attention(tokens)
        sum_: Tensor = tokens + self.mlp(tokens)
        return sum_


class Attention(nn.Module):
    """Attention in plain operators, its softmax among them."""

    def __init__(self) -> None:
        super().__init__()
        self.input = nn.Linear(WIDTH, 3 * WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)

    def forward(self, tokens: Tensor) -> Tensor:
        """Return tokens (n, patches, channels) of the same shape."""
        n, count, _ = tokens.shape
        query, key, value = self.input(tokens).reshape(n, count, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        weights = (query @ key.transpose(2, 3) * query.shape[-1] ** -0.5).softmax(-1)
        mixed: Tensor = self.output((weights @ value).transpose(1, 2).flatten(2))
        return mixed
