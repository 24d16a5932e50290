"""p(x) of lines, in PyTorch's own operators: any device, any dtype, and what an export holds."""

from __future__ import annotations

import torch
from torch import Tensor

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
    thresholds, slopes, intercepts = lines
    wide = x.to(torch.promote_types(x.dtype, slopes.dtype))
    piece = torch.bucketize(wide.detach(), thresholds)
    piece = torch.where(wide.isnan(), 0, piece)
    slope, held = slopes[piece], wide
    held = torch.where((slope == 0.0) & wide.isinf(), 0.0, wide)
    return (slope * held + intercepts[piece]).to(x.dtype)
