"""The compiled kernels as operators of PyTorch, with gradients, for torch.compile as well."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from pwlact.models.torch import line_kernels
from pwlact.models.torch.line_kernels import INFINITY, LARGEST, groups_of


@torch.library.custom_op("pwlact::lines", mutates_args=(), device_types="cpu")
def lines(x: Tensor, thresholds: Tensor, slopes: Tensor, intercepts: Tensor) -> Tensor:
    """Return p(x) in float32, shape and layout as x.

    Parameters
    ----------
    x : Tensor
        Inputs in float32, of any shape.
    thresholds : Tensor, shape (m,)
        Where pieces 1 ... m begin.
    slopes, intercepts : Tensor, shape (m + 1,)
        The lines of all pieces.
    """
    x, y = _dense(x), torch.empty_like(x)
    s, c = slopes.numpy(), intercepts.numpy()
    groups = groups_of(thresholds.numpy(), s[1:], c[1:])
    low, high = -LARGEST if s[0] == 0.0 else -INFINITY, LARGEST if s[-1] == 0.0 else INFINITY
    line_kernels.lines(_flat(x), _flat(y), s[0], c[0], groups, low, high)
    return y


@torch.library.custom_op("pwlact::lines_backward", mutates_args=(), device_types="cpu")
def lines_backward(gradient: Tensor, x: Tensor, thresholds: Tensor, slopes: Tensor) -> Tensor:
    """Return dL/dx from dL/dy, shape and layout as x."""
    x, result = _dense(x), torch.empty_like(x)
    s = slopes.numpy()
    groups = groups_of(thresholds.numpy(), s[1:], s[1:])
    line_kernels.backward(_flat(x), _flat(_dense(gradient, x)), _flat(result), s[0], groups)
    return result


@torch.library.custom_op("pwlact::lines_sums", mutates_args=(), device_types="cpu")
def lines_sums(gradient: Tensor, x: Tensor, thresholds: Tensor) -> tuple[Tensor, Tensor]:
    """Return the gradients of slopes and of intercepts, shape (m + 1,)."""
    x = _dense(x)
    by_slope, by_intercept = np.zeros((2, thresholds.numel() + 1))
    line_kernels.sums(_flat(x), _flat(_dense(gradient, x)), thresholds.numpy(), by_slope, by_intercept)
    return torch.from_numpy(by_slope).float(), torch.from_numpy(by_intercept).float()


@lines.register_fake
def _(x: Tensor, thresholds: Tensor, slopes: Tensor, intercepts: Tensor) -> Tensor:
    return torch.empty_like(x)


@lines_backward.register_fake
def _(gradient: Tensor, x: Tensor, thresholds: Tensor, slopes: Tensor) -> Tensor:
    return torch.empty_like(x)


@lines_sums.register_fake
def _(gradient: Tensor, x: Tensor, thresholds: Tensor) -> tuple[Tensor, Tensor]:
    size = thresholds.numel() + 1
    return x.new_empty(size), x.new_empty(size)


def _keep(ctx: Any, inputs: Any, output: Any) -> None:
    ctx.save_for_backward(*inputs[:3])


def _gradients(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
    x, thresholds, slopes = ctx.saved_tensors
    by_x = lines_backward(gradient, x, thresholds, slopes) if ctx.needs_input_grad[0] else None
    if not any(ctx.needs_input_grad[2:]):
        return by_x, None, None, None
    by_slope, by_intercept = lines_sums(gradient, x, thresholds)
    return by_x, None, by_slope, by_intercept


def _keep_again(ctx: Any, inputs: Any, output: Any) -> None:
    ctx.save_for_backward(*inputs)


def _second_gradients(ctx: Any, again: Tensor) -> tuple[Tensor | None, ...]:
    gradient, x, thresholds, slopes = ctx.saved_tensors
    by_slope = lines_sums(again * gradient, x, thresholds)[1] if ctx.needs_input_grad[3] else None
    return lines_backward(again, x, thresholds, slopes), None, None, by_slope


lines.register_autograd(_gradients, setup_context=_keep)
lines_backward.register_autograd(_second_gradients, setup_context=_keep_again)


def _dense(x: Tensor, like: Tensor | None = None) -> Tensor:
    """Return x in the layout that a result has: without gaps, which views of it may have."""
    result = torch.empty_like(x if like is None else like)
    return x if x.stride() == result.stride() else result.copy_(x)


def _flat(x: Tensor) -> Any:
    return x.detach().as_strided((x.numel(),), (1,)).numpy()
