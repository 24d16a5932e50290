"""Softened forms of max(x, 0): softplus, ELU, CELU, SELU; and log-sigmoid, a mirrored softplus."""

from __future__ import annotations

from functools import partial

import numpy as np

from pwlact._types import Array
from pwlact.functions import stable
from pwlact.functions.activation import Activation, ArrayFunction, Line, Symmetry
from pwlact.functions.stable import quiet

IDENTITY = Line(1.0, 0.0)

# The fixed point of self-normalising networks, to the digits that PyTorch uses.
SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805


@quiet
def _softplus(x: Array, beta: float) -> Array:
    return stable.softplus(beta * x) / beta


@quiet
def _softplus_df(x: Array, beta: float) -> Array:
    return stable.sigmoid(beta * x)


@quiet
def _softplus_d2f(x: Array, beta: float) -> Array:
    return beta * stable.sigmoid_slope(beta * x)


def softplus(beta: float = 1.0) -> Activation:
    """Softplus, f(x) = log(1 + exp(beta x)) / beta; f' = s, f'' = beta s (1 - s), s = sigmoid(beta x).

    Parameters
    ----------
    beta : float
        Sharpness; the larger, the closer to max(x, 0).

    Source: PyTorch, torch.nn.Softplus.
    """
    return Activation(
        name="softplus",
        label="Softplus",
        formula="log(1 + exp(x))" if beta == 1.0 else f"log(1 + exp({beta!r} * x)) / {beta!r}",
        f=partial(_softplus, beta=beta),
        df=partial(_softplus_df, beta=beta),
        d2f=partial(_softplus_d2f, beta=beta),
        left_tail=Line(0.0, 0.0),
        right_tail=IDENTITY,
        symmetry=Symmetry.GATED,
        source="PyTorch, torch.nn.Softplus",
    )


@quiet
def _logsigmoid(x: Array) -> Array:
    return -stable.softplus(-x)


@quiet
def _logsigmoid_df(x: Array) -> Array:
    return stable.sigmoid(-x)


@quiet
def _logsigmoid_d2f(x: Array) -> Array:
    return -stable.sigmoid_slope(x)


def logsigmoid() -> Activation:
    """Log-sigmoid, f(x) = log(s) = -log(1 + exp(-x)), s = sigmoid(x); f' = 1 - s, f'' = -s (1 - s).

    Source: PyTorch, torch.nn.LogSigmoid.
    """
    return Activation(
        name="logsigmoid",
        label="LogSigmoid",
        formula="-log(1 + exp(-x))",
        f=_logsigmoid,
        df=_logsigmoid_df,
        d2f=_logsigmoid_d2f,
        left_tail=IDENTITY,
        right_tail=Line(0.0, 0.0),
        symmetry=Symmetry.GATED,
        source="PyTorch, torch.nn.LogSigmoid",
    )


# ELU, CELU and SELU are one function with three scales:
# right x for x > 0, left (exp(x / width) - 1) for x <= 0.


@quiet
def _elu(x: Array, right: float, left: float, width: float) -> Array:
    return np.where(x > 0.0, right * x, left * np.expm1(np.minimum(x, 0.0) / width))


@quiet
def _elu_df(x: Array, right: float, left: float, width: float) -> Array:
    return np.where(x > 0.0, right, left / width * np.exp(np.minimum(x, 0.0) / width))


@quiet
def _elu_d2f(x: Array, right: float, left: float, width: float) -> Array:
    return np.where(x > 0.0, 0.0, left / width**2 * np.exp(np.minimum(x, 0.0) / width))


def _scaled_elu(*, right: float, left: float, width: float) -> tuple[ArrayFunction, ArrayFunction, ArrayFunction]:
    """Return f, f' and f'' with the scales bound."""
    return (
        partial(_elu, right=right, left=left, width=width),
        partial(_elu_df, right=right, left=left, width=width),
        partial(_elu_d2f, right=right, left=left, width=width),
    )


def elu(alpha: float = 1.0) -> Activation:
    """ELU, f(x) = x for x > 0 and alpha (exp(x) - 1) for x <= 0.

    Parameters
    ----------
    alpha : float
        Minus the limit on the left. f' jumps at 0 unless it is 1.

    Source: Clevert et al., "Fast and Accurate Deep Network Learning by Exponential Linear Units", 2015;
    PyTorch, torch.nn.ELU.
    """
    f, df, d2f = _scaled_elu(right=1.0, left=alpha, width=1.0)
    factor = "" if alpha == 1.0 else f"{alpha!r} * "
    return Activation(
        name="elu",
        label="ELU",
        formula=f"max(x, 0) + {factor}(exp(min(x, 0)) - 1)",
        f=f,
        df=df,
        d2f=d2f,
        left_tail=Line(0.0, -alpha),
        right_tail=IDENTITY,
        kinks=() if alpha == 1.0 else (0.0,),
        source="Clevert et al., 2015, arXiv:1511.07289; PyTorch, torch.nn.ELU",
    )


def celu(alpha: float = 1.0) -> Activation:
    """CELU, f(x) = x for x > 0 and alpha (exp(x / alpha) - 1) for x <= 0.

    Parameters
    ----------
    alpha : float
        Minus the limit on the left, and the width of the bend. f' is continuous for every alpha.

    Source: Barron, "Continuously Differentiable Exponential Linear Units", 2017; PyTorch, torch.nn.CELU.
    """
    f, df, d2f = _scaled_elu(right=1.0, left=alpha, width=alpha)
    factor, divisor = ("", "") if alpha == 1.0 else (f"{alpha!r} * ", f" / {alpha!r}")
    return Activation(
        name="celu",
        label="CELU",
        formula=f"max(x, 0) + {factor}(exp(min(x, 0){divisor}) - 1)",
        f=f,
        df=df,
        d2f=d2f,
        left_tail=Line(0.0, -alpha),
        right_tail=IDENTITY,
        source="Barron, 2017, arXiv:1704.07483; PyTorch, torch.nn.CELU",
    )


def selu() -> Activation:
    """SELU, f(x) = lambda x for x > 0 and lambda alpha (exp(x) - 1) for x <= 0.

    alpha = 1.6732632423543772 and lambda = 1.0507009873554805; f' jumps at 0 from lambda alpha to lambda.

    Source: Klambauer et al., "Self-Normalizing Neural Networks", 2017; PyTorch, torch.nn.SELU.
    """
    f, df, d2f = _scaled_elu(right=SELU_SCALE, left=SELU_SCALE * SELU_ALPHA, width=1.0)
    return Activation(
        name="selu",
        label="SELU",
        formula=f"{SELU_SCALE!r} * (max(x, 0) + {SELU_ALPHA!r} * (exp(min(x, 0)) - 1))",
        f=f,
        df=df,
        d2f=d2f,
        left_tail=Line(0.0, -SELU_SCALE * SELU_ALPHA),
        right_tail=Line(SELU_SCALE, 0.0),
        kinks=(0.0,),
        source="Klambauer et al., 2017, arXiv:1706.02515; PyTorch, torch.nn.SELU",
    )
