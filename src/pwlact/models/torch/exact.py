"""Exact functions in PyTorch, with PyTorch's gradients."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pwlact import functions
from pwlact.errors import FunctionError

FUNCTIONS: dict[str, Callable[..., Tensor]] = {
    "arctan": torch.atan,
    "celu": lambda x, alpha=1.0: F.celu(x, alpha),
    "cos": torch.cos,
    "elu": lambda x, alpha=1.0: F.elu(x, alpha),
    "erf": torch.erf,
    "exp": torch.exp,
    "exp2": torch.exp2,
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "hardsigmoid": F.hardsigmoid,
    "hardswish": F.hardswish,
    "leaky_relu": lambda x, negative_slope=0.01: F.leaky_relu(x, negative_slope),
    "log": torch.log,
    "log2": torch.log2,
    "logsigmoid": F.logsigmoid,
    "mish": F.mish,
    "prelu": lambda x, weight=0.25: F.leaky_relu(x, weight),
    "reciprocal": torch.reciprocal,
    "relu": F.relu,
    "rsqrt": torch.rsqrt,
    "selu": F.selu,
    "sigmoid": torch.sigmoid,
    "silu": lambda x, beta=1.0: F.silu(x) if beta == 1.0 else x * torch.sigmoid(beta * x),
    "sin": torch.sin,
    "softplus": lambda x, beta=1.0: F.softplus(x, beta),
    "softsign": F.softsign,
    "sqrt": torch.sqrt,
    "tanh": torch.tanh,
    "tanhshrink": F.tanhshrink,
}
"""The catalogue's functions by name, with its parameters."""


class Exact(nn.Module):
    """A function of the catalogue as a module.

    Parameters
    ----------
    function : str
        A name of the catalogue, with parameters or without, as in ``silu:beta=1.702``.

    Raises
    ------
    FunctionError
        If the catalogue has no such function.
    """

    def __init__(self, function: str) -> None:
        super().__init__()
        self.function = functions.get(function).name if functions.is_known(function) else function
        self._head, _, parameters = self.function.partition(":")
        if self._head not in FUNCTIONS:
            raise FunctionError(
                f"an exact function in PyTorch is of the catalogue, got {function!r}; `pwlact functions` lists it"
            )
        pairs = (pair.split("=") for pair in parameters.split(",") if pair)
        self._arguments = {key: float(value) for key, value in pairs}

    def extra_repr(self) -> str:
        """Return the function's name."""
        return self.function

    def forward(self, x: Tensor) -> Tensor:
        """Return f(x), shape as x."""
        return FUNCTIONS[self._head](x, **self._arguments)
