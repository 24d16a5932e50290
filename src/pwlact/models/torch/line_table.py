"""A PWL's knots as tensors, fixed or trained, and the lines that they make."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import torch
from torch import Tensor, nn

from pwlact._types import Array
from pwlact.errors import require
from pwlact.functions import Line
from pwlact.pwl import PWL

Trainable = Literal["values", "all"]


class Lines(NamedTuple):
    """Pieces 0 ... m of a PWL, both tails among them: s_k x + c_k for t_(k-1) < x <= t_k.

    Parameters
    ----------
    thresholds : Tensor, shape (m,)
        t_k, where the pieces end.
    slopes, intercepts : Tensor, shape (m + 1,)
        s_k and c_k.
    """

    thresholds: Tensor
    slopes: Tensor
    intercepts: Tensor


class FixedKnots(nn.Module):
    """Lines of a PWL that no training changes.

    Parameters
    ----------
    pwl : PWL
        The PWL.
    dtype : torch.dtype
        float32 or float64.
    """

    thresholds: Tensor
    slopes: Tensor
    intercepts: Tensor

    def __init__(self, pwl: PWL, dtype: torch.dtype) -> None:
        super().__init__()
        left, right = pwl.left_tail, pwl.right_tail
        slopes = [left.slope, *pwl.slopes.tolist(), right.slope]
        intercepts = [left.intercept, *pwl.intercepts.tolist(), right.intercept]
        self.register_buffer("thresholds", torch.tensor(thresholds_of(pwl.breakpoints, dtype), dtype=dtype))
        self.register_buffer("slopes", torch.tensor(slopes, dtype=dtype))
        self.register_buffer("intercepts", torch.tensor(intercepts, dtype=dtype))

    def forward(self) -> Lines:
        """Return the lines."""
        return Lines(self.thresholds, self.slopes, self.intercepts)


def thresholds_of(breakpoints: Array, dtype: torch.dtype) -> Array:
    """Return the largest numbers of a dtype that are at most b_2 ... b_m, and the largest below b_1, shape (m,).

    So each number of the dtype has the piece that it has in the PWL, where b_1 belongs to the first segment.
    """
    held: Any = breakpoints.astype(np.float32 if dtype is torch.float32 else np.float64)
    too_large = held > breakpoints
    too_large[0] = held[0] >= breakpoints[0]
    return np.asarray(np.where(too_large, np.nextafter(held, held.dtype.type(-np.inf)), held))


class TrainedKnots(nn.Module):
    """Lines of a PWL whose values are parameters, and by choice its breakpoints.

    Breakpoints are b_1 + widths added up, w_k = exp(log_widths), so that they ascend whatever a step of training does.
    The tails stay; one that goes on the outer piece goes on with it.

    Parameters
    ----------
    pwl : PWL
        Where training starts.
    trainable : {"values", "all"}
        Whether the breakpoints are trained too.
    dtype : torch.dtype
        float32 or float64.
    """

    tails: Tensor
    extended: Tensor

    def __init__(self, pwl: PWL, trainable: Trainable, dtype: torch.dtype) -> None:
        super().__init__()
        require(trainable in get_args(Trainable), "trainable is 'values' or 'all'", repr(trainable), "or leave it out")
        moves = trainable == "all"
        self.values = nn.Parameter(torch.tensor(pwl.values, dtype=dtype))
        self.first = nn.Parameter(torch.tensor(pwl.breakpoints[0], dtype=dtype), requires_grad=moves)
        widths = np.log(np.diff(pwl.breakpoints))
        self.log_widths = nn.Parameter(torch.tensor(widths, dtype=dtype), requires_grad=moves)
        self.register_buffer("tails", torch.tensor([pwl.left_tail, pwl.right_tail], dtype=dtype))
        self.register_buffer("extended", torch.tensor(extended_sides(pwl)))

    @property
    def breakpoints(self) -> Tensor:
        """b_1 < ... < b_m, shape (m,)."""
        widths = self.log_widths.exp().cumsum(0)
        return torch.cat((self.first[None], self.first + widths))

    def forward(self) -> Lines:
        """Return the lines."""
        breakpoints = self.breakpoints
        slopes = self.values.diff() / breakpoints.diff()
        inner = torch.stack((slopes, self.values[:-1] - slopes * breakpoints[:-1]))
        outer = torch.where(self.extended, inner[:, [0, -1]], self.tails.T)
        slopes, intercepts = torch.cat((outer[:, :1], inner, outer[:, 1:]), 1)
        ends = breakpoints.detach()
        below = ends[:1] - ends[:1].abs() * torch.finfo(ends.dtype).eps - torch.finfo(ends.dtype).tiny
        return Lines(torch.cat((below, ends[1:])), slopes, intercepts)

    def pwl(self) -> PWL:
        """Return the PWL as it is trained so far."""
        lines = [part.detach().cpu().double().numpy() for part in (self.breakpoints, self.values, self.tails)]
        breakpoints, values, tails = lines
        slopes = np.diff(values)[[0, -1]] / np.diff(breakpoints)[[0, -1]]
        outer = np.column_stack((slopes, values[[0, -1]] - slopes * breakpoints[[0, -1]]))
        left, right = np.where(self.extended.cpu().numpy()[:, None], outer, tails).tolist()
        return PWL(breakpoints=breakpoints, values=values, left_tail=Line(*left), right_tail=Line(*right))


def extended_sides(pwl: PWL) -> tuple[bool, bool]:
    """Return whether the left and the right tail are the outer pieces, extended."""
    tails = np.array([pwl.left_tail, pwl.right_tail])
    outer = np.column_stack((pwl.slopes, pwl.intercepts))[[0, -1]]
    left, right = np.all(np.isclose(tails, outer, rtol=1e-9, atol=1e-12), axis=1)
    return bool(left), bool(right)
