"""A hardware unit as a table of all its input codes: exact, since every output is looked up."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from pwlact._types import Array, Codes
from pwlact.datapath import Unit
from pwlact.functions import Symmetry
from pwlact.models.torch.codes import encoder
from pwlact.models.torch.gradient import derivative, needs_gradient, straight_through


class UnitTable(nn.Module):
    """What a unit computes, on real numbers: rounded to an input code, evaluated bit for bit, and decoded.

    y = decode(unit(encode(x))), with `encode` as the input format does it: to the nearest, ties to even; fixed point
    saturates, floats beyond the format are infinite. NaN stays NaN. The gradient is straight-through: the slope of the
    unit's piece, zero where the input saturates.

    Parameters
    ----------
    unit : Unit
        The unit, with at most 20 input bits.
    exact : nn.Module, optional
        The exact function whose derivative is the gradient.

    Raises
    ------
    FormatError
        If the input format has more than 20 bits.
    """

    outputs: Tensor
    slopes: Tensor

    def __init__(self, unit: Unit, exact: nn.Module | None = None) -> None:
        super().__init__()
        self.codes = encoder(unit.spec.input)
        codes = unit.spec.input.codes()
        outputs = unit.spec.output.decode(unit(codes))
        self.limits = unit.spec.input.limits
        self.exact = exact
        self.register_buffer("outputs", _smallest(outputs))
        self.register_buffer("slopes", torch.tensor(code_slopes(unit, codes), dtype=torch.float32))

    def forward(self, x: Tensor) -> Tensor:
        """Return the unit's output, shape and dtype as x."""
        index = self.codes(x.detach())
        y = self.outputs[index].to(x.dtype)
        y = torch.where(x.detach().isnan(), x.detach(), y)
        return straight_through(x, y, self._slope(x, index)) if needs_gradient(x) else y

    def _slope(self, x: Tensor, index: Tensor) -> Tensor:
        if self.exact is not None:
            return derivative(self.exact, x)
        low, high = self.limits
        inside = (x.detach() >= low) & (x.detach() <= high)
        return (self.slopes[index] * inside).to(x.dtype)


def code_slopes(unit: Unit, codes: Codes) -> Array:
    """Return the slope of the unit's line at each input code, shape as codes.

    Parameters
    ----------
    unit : Unit
        The unit.
    codes : ndarray of int64
        Input codes.
    """
    spec, k = unit.spec, unit.piece(codes)
    slope = spec.slope.decode(unit.slopes[k])
    negative = np.signbit(spec.input.decode(codes))
    reflected = {Symmetry.EVEN: -slope, Symmetry.GATED: 1.0 - slope}.get(spec.symmetry, slope)
    return np.where(negative, reflected, slope)


def _smallest(outputs: Array) -> Tensor:
    """Return outputs in float32 where it holds them all, else in float64."""
    exact = torch.tensor(outputs, dtype=torch.float64)
    single = exact.float()
    return single if torch.equal(single.double().nan_to_num(), exact.nan_to_num()) else exact
