"""Rectifiers of two straight pieces, which a table holds exactly: ReLU, leaky ReLU, PReLU."""

from __future__ import annotations

from functools import partial

import numpy as np

from pwlact._types import Array
from pwlact.functions.activation import Activation, Line, Symmetry
from pwlact.functions.stable import quiet


@quiet
def _rectifier(x: Array, slope: float) -> Array:
    return np.where(x > 0.0, x, slope * x)


def _rectifier_df(x: Array, slope: float) -> Array:
    return np.where(x > 0.0, 1.0, slope)


def _zero(x: Array) -> Array:
    return np.zeros_like(x)


def _of_slope(slope: float, *, name: str, label: str, symmetry: Symmetry, source: str) -> Activation:
    """Return max(x, 0) + slope * min(x, 0)."""
    return Activation(
        name=name,
        label=label,
        formula="max(x, 0)" if slope == 0.0 else f"max(x, 0) + {slope!r} * min(x, 0)",
        f=partial(_rectifier, slope=slope),
        df=partial(_rectifier_df, slope=slope),
        d2f=_zero,
        left_tail=Line(slope, 0.0),
        right_tail=Line(1.0, 0.0),
        symmetry=symmetry,
        kinks=() if slope == 1.0 else (0.0,),
        source=source,
    )


def relu() -> Activation:
    """ReLU, f(x) = max(x, 0); f' = 1 right of the kink at 0, else 0; f'' = 0.

    Source: PyTorch, torch.nn.ReLU.
    """
    return _of_slope(0.0, name="relu", label="ReLU", symmetry=Symmetry.GATED, source="PyTorch, torch.nn.ReLU")


def leaky_relu(negative_slope: float = 0.01) -> Activation:
    """Leaky ReLU, f(x) = max(x, 0) + negative_slope min(x, 0); f' = 1 right of the kink at 0, else negative_slope.

    Parameters
    ----------
    negative_slope : float
        Slope on the left.

    Source: PyTorch, torch.nn.LeakyReLU.
    """
    return _leaky(negative_slope, name="leaky_relu", label="LeakyReLU", source="PyTorch, torch.nn.LeakyReLU")


def prelu(weight: float = 0.25) -> Activation:
    """PReLU, f(x) = max(x, 0) + weight min(x, 0), with a weight that training found; f' = 1 right of 0, else weight.

    Parameters
    ----------
    weight : float
        Slope on the left; by default what training starts from.

    Source: He et al., "Delving Deep into Rectifiers", 2015; PyTorch, torch.nn.PReLU.
    """
    return _leaky(weight, name="prelu", label="PReLU", source="He et al., 2015, arXiv:1502.01852; torch.nn.PReLU")


def _leaky(slope: float, *, name: str, label: str, source: str) -> Activation:
    """Return a leaky rectifier; with the slope 1 it is the line y = x, which is odd."""
    symmetry = Symmetry.ODD if slope == 1.0 else Symmetry.NONE
    return _of_slope(slope, name=name, label=label, symmetry=symmetry, source=source)
