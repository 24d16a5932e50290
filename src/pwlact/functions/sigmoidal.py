"""Functions shaped like a step (sigmoid, tanh, erf, arctan, softsign), and tanhshrink."""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from pwlact._types import Array
from pwlact.functions import stable
from pwlact.functions.activation import Activation, Line, Symmetry
from pwlact.functions.stable import quiet

LOWER, UPPER = Line(0.0, -1.0), Line(0.0, 1.0)


@quiet
def _sigmoid(x: Array) -> Array:
    return stable.sigmoid(x)


@quiet
def _sigmoid_df(x: Array) -> Array:
    return stable.sigmoid_slope(x)


@quiet
def _sigmoid_d2f(x: Array) -> Array:
    return -stable.sigmoid_slope(x) * np.tanh(0.5 * x)


def sigmoid() -> Activation:
    """Logistic sigmoid, s(x) = 1 / (1 + exp(-x)); s' = s (1 - s), s'' = -s' tanh(x / 2).

    Source: PyTorch, torch.nn.Sigmoid.
    """
    return Activation(
        name="sigmoid",
        label="Sigmoid",
        formula="1 / (1 + exp(-x))",
        f=_sigmoid,
        df=_sigmoid_df,
        d2f=_sigmoid_d2f,
        left_tail=Line(0.0, 0.0),
        right_tail=UPPER,
        symmetry=Symmetry.COMPLEMENTARY,
        inflections=(0.0,),
        source="PyTorch, torch.nn.Sigmoid",
    )


@quiet
def _tanh(x: Array) -> Array:
    return np.tanh(x)


@quiet
def _tanh_df(x: Array) -> Array:
    return stable.tanh_slope(x)


@quiet
def _tanh_d2f(x: Array) -> Array:
    return -2.0 * np.tanh(x) * stable.tanh_slope(x)


def tanh() -> Activation:
    """Hyperbolic tangent, t(x) = tanh(x); t' = sech(x)^2, t'' = -2 t t'.

    Source: PyTorch, torch.nn.Tanh.
    """
    return Activation(
        name="tanh",
        label="Tanh",
        formula="tanh(x)",
        f=_tanh,
        df=_tanh_df,
        d2f=_tanh_d2f,
        left_tail=LOWER,
        right_tail=UPPER,
        symmetry=Symmetry.ODD,
        inflections=(0.0,),
        source="PyTorch, torch.nn.Tanh",
    )


@quiet
def _erf(x: Array) -> Array:
    return special.erf(x)


@quiet
def _erf_df(x: Array) -> Array:
    return 2.0 / math.sqrt(math.pi) * np.exp(-x * x)


@quiet
def _erf_d2f(x: Array) -> Array:
    return -2.0 * x * _erf_df(x)


def erf() -> Activation:
    """Error function, f(x) = 2 / sqrt(pi) times the integral of exp(-t^2) over t from 0 to x; f'' = -2 x f'.

    Source: NIST DLMF 7.2.1; PyTorch, torch.special.erf.
    """
    return Activation(
        name="erf",
        label="Erf",
        formula="erf(x)",
        f=_erf,
        df=_erf_df,
        d2f=_erf_d2f,
        left_tail=LOWER,
        right_tail=UPPER,
        symmetry=Symmetry.ODD,
        inflections=(0.0,),
        source="NIST DLMF 7.2.1; PyTorch, torch.special.erf",
    )


def _arctan(x: Array) -> Array:
    return np.arctan(x)


@quiet
def _arctan_df(x: Array) -> Array:
    return 1.0 / (1.0 + x * x)


@quiet
def _arctan_d2f(x: Array) -> Array:
    return -2.0 * x / (1.0 + x * x) ** 2


def arctan() -> Activation:
    """Arctangent, f(x) = arctan(x); f' = 1 / (1 + x^2), f'' = -2 x / (1 + x^2)^2.

    Source: PyTorch, torch.atan.
    """
    return Activation(
        name="arctan",
        label="Arctan",
        formula="arctan(x)",
        f=_arctan,
        df=_arctan_df,
        d2f=_arctan_d2f,
        left_tail=Line(0.0, -math.pi / 2),
        right_tail=Line(0.0, math.pi / 2),
        symmetry=Symmetry.ODD,
        inflections=(0.0,),
        source="PyTorch, torch.atan",
    )


def _softsign(x: Array) -> Array:
    return x / (1.0 + np.abs(x))


def _softsign_df(x: Array) -> Array:
    return 1.0 / (1.0 + np.abs(x)) ** 2


def _softsign_d2f(x: Array) -> Array:
    # At 0, where f'' jumps from 2 to -2, the left value: zero would be a false dip of the curvature.
    return np.where(x > 0.0, -2.0, 2.0) / (1.0 + np.abs(x)) ** 3


def softsign() -> Activation:
    """Softsign, f(x) = x / (1 + |x|); f' = 1 / (1 + |x|)^2, f'' = -2 sign(x) / (1 + |x|)^3.

    Source: PyTorch, torch.nn.Softsign.
    """
    return Activation(
        name="softsign",
        label="Softsign",
        formula="x / (1 + abs(x))",
        f=_softsign,
        df=_softsign_df,
        d2f=_softsign_d2f,
        left_tail=LOWER,
        right_tail=UPPER,
        symmetry=Symmetry.ODD,
        inflections=(0.0,),
        source="PyTorch, torch.nn.Softsign",
    )


# x cosh(x) - sinh(x) = sum over k >= 1 of 2 k x^(2 k + 1) / (2 k + 1)!, to double precision for |x| <= 1.
_SHRINK_SERIES = tuple(2.0 * k / math.factorial(2 * k + 1) for k in range(10, 0, -1))


@quiet
def _tanhshrink(x: Array) -> Array:
    small = np.clip(x, -1.0, 1.0)
    square = small * small
    series = np.zeros_like(small)
    for coefficient in _SHRINK_SERIES:
        series = series * square + coefficient
    # x - tanh(x) cancels near zero; every term of the series has the sign of x.
    return np.where(np.abs(x) < 1.0, small * square * series / np.cosh(small), x - np.tanh(x))


@quiet
def _tanhshrink_df(x: Array) -> Array:
    return np.tanh(x) ** 2


@quiet
def _tanhshrink_d2f(x: Array) -> Array:
    return 2.0 * np.tanh(x) * stable.tanh_slope(x)


def tanhshrink() -> Activation:
    """Tanhshrink, f(x) = x - tanh(x); f' = tanh(x)^2, f'' = 2 tanh(x) sech(x)^2.

    Source: PyTorch, torch.nn.Tanhshrink.
    """
    return Activation(
        name="tanhshrink",
        label="Tanhshrink",
        formula="x - tanh(x)",
        f=_tanhshrink,
        df=_tanhshrink_df,
        d2f=_tanhshrink_d2f,
        left_tail=Line(1.0, 1.0),
        right_tail=Line(1.0, -1.0),
        symmetry=Symmetry.ODD,
        inflections=(0.0,),
        source="PyTorch, torch.nn.Tanhshrink",
    )
