"""Gradients that a module is given: another slope than that of what it computes."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn


def straight_through(x: Tensor, y: Tensor, slope: Tensor) -> Tensor:
    """Return y, with the gradient dL/dx = slope * dL/dy; y has its own beside it.

    Parameters
    ----------
    x, y, slope : Tensor
        Input, output, and what dy/dx is to be; of one shape.
    """
    result: Tensor = _StraightThrough.apply(x, y, slope)
    return result


class _StraightThrough(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor, slope: Tensor) -> Tensor:
        """Return y."""
        ctx.save_for_backward(slope)
        return y.view_as(y)

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:
        """Return the gradients of x and y."""
        (slope,) = ctx.saved_tensors
        return slope * gradients[0], gradients[0], None


def needs_gradient(x: Tensor) -> bool:
    """Return whether x takes part in a backward pass; in an export to ONNX, which has none, nothing does."""
    return x.requires_grad and torch.is_grad_enabled() and not torch.onnx.is_in_onnx_export()


def derivative(function: nn.Module, x: Tensor) -> Tensor:
    """Return f'(x), shape as x, of an elementwise function.

    Parameters
    ----------
    function : nn.Module
        f in PyTorch's differentiable operations.
    x : Tensor
        Where, of any shape.
    """
    pull = torch.func.vjp(function, x.detach())[1]
    slope: Tensor = pull(torch.ones_like(x))[0]
    return slope
