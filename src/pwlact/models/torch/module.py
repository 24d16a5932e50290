"""A table as a PyTorch module."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from pwlact.pwl import PWL


class PWLActivation(nn.Module):
    """A PWL as an activation, in the dtype of its input.

    Parameters
    ----------
    pwl : PWL
        The approximation.
    """

    def __init__(self, pwl: PWL) -> None:
        super().__init__()
        left, right = pwl.left_tail, pwl.right_tail
        slopes = [left.slope, *pwl.slopes.tolist(), right.slope]
        intercepts = [left.intercept, *pwl.intercepts.tolist(), right.intercept]
        self.register_buffer("breakpoints", torch.tensor(pwl.breakpoints, dtype=torch.float32))
        self.register_buffer("slopes", torch.tensor(slopes, dtype=torch.float32))
        self.register_buffer("intercepts", torch.tensor(intercepts, dtype=torch.float32))

    def forward(self, x: Tensor) -> Tensor:
        """Return p(x), shape as x."""
        piece = torch.bucketize(x.detach(), self.breakpoints)  # type: ignore[arg-type]
        return torch.addcmul(self.intercepts[piece], self.slopes[piece], x)  # type: ignore[index]
