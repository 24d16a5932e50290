"""Input codes of a number format for tensors of real numbers: rounded to nearest, ties to even, as `Format.encode`."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from pwlact.datapath.inputs import require_enumerable
from pwlact.formats import FixedPoint, FloatFormat, Format

MAX_SINGLE = 100  # fraction bits whose scale float32 holds


def encoder(format_: Format) -> nn.Module:
    """Return a module that gives each number the index of its code in `format_.codes()`.

    Raises
    ------
    FormatError
        If the format has more than 20 bits.
    """
    require_enumerable(format_)
    return FixedCodes(format_) if isinstance(format_, FixedPoint) else FloatCodes(format_)


class FixedCodes(nn.Module):
    """Indices of fixed-point codes; numbers beyond the format saturate, and so do infinities; NaN gets that of zero.

    Parameters
    ----------
    format_ : FixedPoint
        The format.
    """

    def __init__(self, format_: FixedPoint) -> None:
        super().__init__()
        self.low, self.high = format_.limits
        self.scale, self.lowest = 1.0 / format_.step, format_.lowest
        self.dtype = torch.float64 if abs(format_.fraction) > MAX_SINGLE else torch.float32

    def forward(self, x: Tensor) -> Tensor:
        """Return the indices, int64, shape as x."""
        wide = x.to(torch.promote_types(x.dtype, self.dtype))
        held = wide.nan_to_num(0.0, self.high, self.low).clamp(self.low, self.high)
        return torch.round(held * self.scale).long() - self.lowest


class FloatCodes(nn.Module):
    """Indices of floating-point codes; numbers beyond the format become infinite, NaN where it has no infinities.

    Parameters
    ----------
    format_ : FloatFormat
        The format.
    """

    def __init__(self, format_: FloatFormat) -> None:
        super().__init__()
        self.mantissa, self.infinity, self.nan = format_.mantissa, format_.infinity, format_.nan
        self.sign = 1 << (format_.bits - 1)
        self.smallest, self.beyond = 1 - format_.bias, 4.0 * format_.limits[1]

    def forward(self, x: Tensor) -> Tensor:
        """Return the indices, int64, shape as x."""
        size = x.double().abs().nan_to_num(0.0, self.beyond).clamp(max=self.beyond)
        binade = self._binade(size)
        whole = torch.round(size * torch.exp2(self.mantissa - binade))
        code = (binade - self.smallest) * 2.0**self.mantissa + whole  # a carry moves into the next binade by itself
        code = code.clamp(max=self.infinity).long() + torch.signbit(x) * self.sign
        return torch.where(x.isnan(), self.nan, code)

    def _binade(self, size: Tensor) -> Tensor:
        """Return floor(log2(size)), at least that of the subnormals; the logarithm may be off by its last bit."""
        power = torch.log2(size).floor().clamp(min=self.smallest)
        power = power - (torch.exp2(power) > size).double()
        power = power + (torch.exp2(power + 1.0) <= size).double()
        return power.clamp(min=self.smallest)
