"""p(x) of lines: by compiled kernels on the processor, else by PyTorch's own operators, with the same rounding."""

from __future__ import annotations

import torch
from torch import Tensor

from pwlact.models.torch.line_kernels import MAX_BREAKPOINTS
from pwlact.models.torch.line_op import lines as compiled
from pwlact.models.torch.line_table import Lines


def evaluate(x: Tensor, lines: Lines) -> Tensor:
    """Return s_k x + c_k with the piece k of each input, shape and dtype as x.

    It is computed in the dtype of the lines, and rounded once to that of x. NaN stays NaN. At infinity a level tail
    has its intercept, another one is infinite.

    Parameters
    ----------
    x : Tensor
        Inputs, of any shape.
    lines : Lines
        The pieces.
    """
    wide = x.to(torch.promote_types(x.dtype, lines.slopes.dtype))
    y = compiled(wide, *lines) if _compiles(wide, lines) else plain(wide, lines)
    return y.to(x.dtype)


def plain(x: Tensor, lines: Lines) -> Tensor:
    """Return s_k x + c_k in PyTorch's own operators, for any device and dtype, and for exports.

    Parameters
    ----------
    x : Tensor
        Inputs in the dtype of the lines, or a wider one.
    lines : Lines
        The pieces.
    """
    piece = _piece(x.detach(), lines.thresholds)
    slope = lines.slopes[piece]
    held = torch.where((slope == 0.0) & x.isinf(), 0.0, x)
    return slope * held + lines.intercepts[piece]


def _piece(x: Tensor, thresholds: Tensor) -> Tensor:
    if torch.onnx.is_in_onnx_export():  # which has no search in a sorted row
        return (x[..., None] > thresholds).sum(-1)
    return torch.bucketize(x, thresholds)


def _compiles(x: Tensor, lines: Lines) -> bool:
    single = x.dtype is torch.float32 and lines.slopes.dtype is torch.float32
    short = lines.thresholds.numel() <= MAX_BREAKPOINTS
    plain_only = torch.compiler.is_exporting() or torch._C._are_functorch_transforms_active()
    return single and short and x.device.type == "cpu" and not plain_only
