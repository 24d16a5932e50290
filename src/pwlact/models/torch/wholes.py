"""Calls with a module in the function's place; of softmax and GLU, the function is a part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from pwlact.models.torch.calls import GLU, SOFTMAX, Call


def evaluate(module: nn.Module, call: Call, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Return a call's result with a module in the function's place."""
    if call.kind in WHOLES:
        return WHOLES[call.kind](module, *args, **kwargs)
    result = module(call.x)
    return call.x.copy_(result) if call.in_place else result


def softmax_of(
    exp: Callable[[Tensor], Tensor],
    input: Tensor,
    dim: int | None = None,
    *rest: Any,
    dtype: torch.dtype | None = None,
    **__: Any,
) -> Tensor:
    """Return exp(x - max) / sum exp(x - max) along a dimension, with a module for exp.

    Parameters
    ----------
    exp : callable
        What stands in for exp.
    input : Tensor
        x, of any shape.
    dim : int
        The dimension.
    dtype : torch.dtype, optional
        In which it is computed.
    """
    wanted = dtype or next((part for part in rest if isinstance(part, torch.dtype)), None)  # torch.softmax's third
    x = input if wanted is None else input.to(wanted)
    axis = (0 if x.ndim in (0, 1, 3) else 1) if dim is None else dim  # as torch.nn.functional.softmax chooses
    powers = exp(x - x.amax(axis, keepdim=True))
    return powers / powers.sum(axis, keepdim=True)


def glu_of(sigmoid: Callable[[Tensor], Tensor], input: Tensor, dim: int = -1) -> Tensor:
    """Return a * sigmoid(b) of the halves a and b of x along a dimension, with a module for sigmoid.

    Parameters
    ----------
    sigmoid : callable
        What stands in for sigmoid.
    input : Tensor
        x, of any shape.
    dim : int
        The dimension that is halved.
    """
    a, b = input.chunk(2, dim)
    return a * sigmoid(b)


WHOLES: dict[str, Callable[..., Tensor]] = {SOFTMAX: softmax_of, GLU: glu_of}
"""Calls that are more than a function of their input."""
