"""Functions of the form x times a gate that opens from 0 to 1: SiLU, GELU and its tanh form, Mish."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from scipy import special

from pwlact._types import Array
from pwlact.functions import stable
from pwlact.functions.activation import Activation, Line, Symmetry
from pwlact.functions.stable import quiet

ZERO, IDENTITY = Line(0.0, 0.0), Line(1.0, 0.0)

# Positive root u of u tanh(u / 2) = 2: the inflections of x sigmoid(beta x) lie at beta x = -u and u.
SILU_INFLECTION = 2.3993572805154677
# Positive root of f'' of the tanh form of GELU.
GELU_TANH_INFLECTION = 1.4185040087908284
# Roots of f'' of Mish.
MISH_INFLECTIONS = (-2.256376396360793, 1.4905711794854284)


@quiet
def _silu(x: Array, beta: float) -> Array:
    return x * stable.sigmoid(beta * x)


@quiet
def _silu_df(x: Array, beta: float) -> Array:
    u = beta * x
    return stable.sigmoid(u) * (1.0 + u * stable.sigmoid(-u))


@quiet
def _silu_d2f(x: Array, beta: float) -> Array:
    u = beta * x
    return beta * stable.sigmoid_slope(u) * (2.0 - u * np.tanh(0.5 * u))


def silu(beta: float = 1.0) -> Activation:
    """SiLU or Swish, f(x) = x s(u) with u = beta x and s the logistic sigmoid.

    f' = s (1 + u (1 - s)), f'' = beta s (1 - s) (2 - u tanh(u / 2)).

    Parameters
    ----------
    beta : float
        Steepness of the gate; 1 is SiLU, 1.702 the usual quick approximation of GELU.

    Source: Ramachandran et al., "Searching for Activation Functions", 2017; PyTorch, torch.nn.SiLU (beta =
    1).
    """
    gate = "x" if beta == 1.0 else f"{beta!r} * x"
    return Activation(
        name="silu",
        label="SiLU",
        formula=f"x * sigmoid({gate})",
        f=partial(_silu, beta=beta),
        df=partial(_silu_df, beta=beta),
        d2f=partial(_silu_d2f, beta=beta),
        left_tail=ZERO,
        right_tail=IDENTITY,
        symmetry=Symmetry.GATED,
        inflections=(-SILU_INFLECTION / beta, SILU_INFLECTION / beta),
        source="Ramachandran et al., 2017, arXiv:1710.05941; PyTorch, torch.nn.SiLU",
    )


@quiet
def _gelu(x: Array) -> Array:
    return x * special.ndtr(x)


@quiet
def _gelu_df(x: Array) -> Array:
    return special.ndtr(x) + x * stable.normal_density(x)


@quiet
def _gelu_d2f(x: Array) -> Array:
    return (2.0 - x * x) * stable.normal_density(x)


def gelu() -> Activation:
    """GELU, erf form, f(x) = x Phi(x) = x (1 + erf(x / sqrt(2))) / 2.

    f' = Phi + x phi, f'' = (2 - x^2) phi, with Phi and phi the distribution and density of the normal law.

    Source: Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016; PyTorch, torch.nn.GELU.
    """
    return Activation(
        name="gelu",
        label="GELU",
        formula="0.5 * x * (1 + erf(x / sqrt(2)))",
        f=_gelu,
        df=_gelu_df,
        d2f=_gelu_d2f,
        left_tail=ZERO,
        right_tail=IDENTITY,
        symmetry=Symmetry.GATED,
        inflections=(-math.sqrt(2.0), math.sqrt(2.0)),
        source="Hendrycks and Gimpel, 2016, arXiv:1606.08415; PyTorch, torch.nn.GELU",
    )


_SCALE, _CUBIC = math.sqrt(2.0 / math.pi), 0.044715


def _gelu_argument(x: Array) -> tuple[Array, Array, Array]:
    """Return w = 2 sqrt(2 / pi) (x + 0.044715 x^3), w' and w''."""
    square = x * x
    return (
        2.0 * _SCALE * x * (1.0 + _CUBIC * square),
        2.0 * _SCALE * (1.0 + 3.0 * _CUBIC * square),
        12.0 * _SCALE * _CUBIC * x,
    )


@quiet
def _gelu_tanh(x: Array) -> Array:
    w, _, _ = _gelu_argument(x)
    return x * stable.sigmoid(w)


@quiet
def _gelu_tanh_df(x: Array) -> Array:
    w, dw, _ = _gelu_argument(x)
    return stable.sigmoid(w) * (1.0 + x * dw * stable.sigmoid(-w))


@quiet
def _gelu_tanh_d2f(x: Array) -> Array:
    w, dw, d2w = _gelu_argument(x)
    return stable.sigmoid_slope(w) * (2.0 * dw + x * d2w - x * dw * dw * np.tanh(0.5 * w))


def gelu_tanh() -> Activation:
    """GELU, tanh form, f(x) = x (1 + tanh(w / 2)) / 2 = x s(w), w = 2 sqrt(2 / pi) (x + 0.044715 x^3).

    f' = s (1 + x w' (1 - s)), f'' = s (1 - s) (2 w' + x w'' - x w'^2 tanh(w / 2)), with s the logistic
    sigmoid.

    Source: Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016; PyTorch,
    torch.nn.GELU(approximate="tanh").
    """
    return Activation(
        name="gelu_tanh",
        label="GELU (tanh form)",
        formula="0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x**3)))",
        f=_gelu_tanh,
        df=_gelu_tanh_df,
        d2f=_gelu_tanh_d2f,
        left_tail=ZERO,
        right_tail=IDENTITY,
        symmetry=Symmetry.GATED,
        inflections=(-GELU_TANH_INFLECTION, GELU_TANH_INFLECTION),
        source='Hendrycks and Gimpel, 2016, arXiv:1606.08415; PyTorch, torch.nn.GELU(approximate="tanh")',
    )


def _mish_gate(x: Array) -> tuple[Array, Array, Array]:
    """Return t = tanh(softplus(x)), t' and t''."""
    n = np.exp(-np.abs(x))
    # With n = exp(-|x|), t is a ratio of polynomials in n on each side: nothing overflows or cancels.
    positive = x > 0.0
    top = np.where(positive, 1.0 + 2.0 * n, n * (n + 2.0))
    bottom = np.where(positive, 1.0 + 2.0 * n * (1.0 + n), n * (n + 2.0) + 2.0)
    t = top / bottom
    s, rest = stable.sigmoid(x), stable.sigmoid(-x)
    complement = np.where(positive, n, 1.0) * 2.0 * (1.0 + n) / bottom  # sqrt(1 - t^2)
    dt = complement * complement * s
    return t, dt, dt * (rest - 2.0 * t * s)


@quiet
def _mish(x: Array) -> Array:
    t, _, _ = _mish_gate(x)
    return x * t


@quiet
def _mish_df(x: Array) -> Array:
    t, dt, _ = _mish_gate(x)
    return t + x * dt


@quiet
def _mish_d2f(x: Array) -> Array:
    _, dt, d2t = _mish_gate(x)
    return 2.0 * dt + x * d2t


def mish() -> Activation:
    """Mish, f(x) = x t(x) with t(x) = tanh(log(1 + exp(x))) and s the logistic sigmoid.

    t' = (1 - t^2) s, t'' = t' (1 - s - 2 t s), f' = t + x t', f'' = 2 t' + x t''.

    Source: Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", 2019; PyTorch, torch.nn.Mish.
    """
    return Activation(
        name="mish",
        label="Mish",
        formula="x * tanh(log(1 + exp(x)))",
        f=_mish,
        df=_mish_df,
        d2f=_mish_d2f,
        left_tail=ZERO,
        right_tail=IDENTITY,
        inflections=MISH_INFLECTIONS,
        source="Misra, 2019, arXiv:1908.08681; PyTorch, torch.nn.Mish",
    )
