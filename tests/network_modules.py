"""Small models with activations of every kind."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Gated(nn.Module):
    """A module activation, and calls: a SwiGLU, x * sigmoid(x), a sigmoid, a softmax."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Linear(4, 4), nn.Linear(4, 4)
        self.act = nn.SiLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.act(self.a(x))
        x = F.silu(x) * self.b(x)
        x = x * torch.sigmoid(x) + x.sigmoid()
        return torch.softmax(F.relu(x), -1)


class Branching(nn.Module):
    """A forward that no tracing follows, since it asks for its input's values."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.tanh(x) if float(x.sum()) > 0 else F.gelu(x)


class Nested(nn.Module):
    """Calls in a module and, between them, in its submodule."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = Gated()

    def forward(self, x: Tensor) -> Tensor:
        return torch.tanh(self.inner(torch.tanh(x)))


class Repeated(nn.Module):
    """One activation under two names."""

    def __init__(self) -> None:
        super().__init__()
        self.first = self.second = nn.Tanh()

    def forward(self, x: Tensor) -> Tensor:
        return self.second(2.0 * self.first(x))


class Constant(nn.Module):
    """What stands in for a function in tests: a constant, and its inputs."""

    def __init__(self, value: float = 0.5) -> None:
        super().__init__()
        self.value = value
        self.inputs: list[Tensor] = []

    def forward(self, x: Tensor) -> Tensor:
        self.inputs.append(x)
        return torch.full_like(x, self.value)
