"""Functions on reduced ranges: reciprocal, roots, logarithms, powers of two, sine and cosine.

Hardware reduces the input first: a number is 2^e times a mantissa, an angle is near a multiple of pi / 2. The default
ranges are what is left for the table. None has a tail: its limit, if there is one, is far from f at the range's ends.
"""

from __future__ import annotations

import math

import numpy as np

from pwlact._types import Array
from pwlact.functions.activation import Activation, Symmetry
from pwlact.functions.stable import quiet

SMALLEST = 1e-100  # below it, functions of positive numbers stay at their values there: f'' is finite, as are f and f'
POSITIVE = (SMALLEST, math.inf)
OCTAVE = (1.0, 2.0)  # a mantissa
TWO_OCTAVES = (1.0, 4.0)  # a mantissa, where the exponent must be even
EIGHTH = (-0.25 * math.pi, 0.25 * math.pi)
LN2 = math.log(2.0)


def _positive(x: Array) -> Array:
    return np.maximum(x, SMALLEST)


@quiet
def _reciprocal(x: Array) -> Array:
    return 1.0 / _positive(x)


@quiet
def _reciprocal_df(x: Array) -> Array:
    return -(_positive(x) ** -2.0)


@quiet
def _reciprocal_d2f(x: Array) -> Array:
    return 2.0 * _positive(x) ** -3.0


def reciprocal() -> Activation:
    """Reciprocal, f(x) = 1 / x of x > 0; f' = -1 / x^2, f'' = 2 / x^3; by default on [1, 2].

    1 / (m 2^e) = (1 / m) 2^-e, so a mantissa m in [1, 2] suffices, as for the division of softmax. Below 1e-100 all
    three stay at their values there.

    Source: PyTorch, torch.reciprocal; the range as in IEEE 754's binary formats, whose mantissas are in [1, 2).
    """
    return Activation(
        name="reciprocal",
        label="Reciprocal",
        formula="1 / x",
        f=_reciprocal,
        df=_reciprocal_df,
        d2f=_reciprocal_d2f,
        interval=OCTAVE,
        domain=POSITIVE,
        source="PyTorch, torch.reciprocal; on the mantissa, since 1 / (m 2^e) = (1 / m) 2^-e",
    )


@quiet
def _rsqrt(x: Array) -> Array:
    return 1.0 / np.sqrt(_positive(x))


@quiet
def _rsqrt_df(x: Array) -> Array:
    return -0.5 * _positive(x) ** -1.5


@quiet
def _rsqrt_d2f(x: Array) -> Array:
    return 0.75 * _positive(x) ** -2.5


def rsqrt() -> Activation:
    """Reciprocal square root, f(x) = 1 / sqrt(x) of x > 0; f' = -x^-1.5 / 2, f'' = 3 x^-2.5 / 4; by default on [1, 4].

    1 / sqrt(m 4^e) = 2^-e / sqrt(m), so m in [1, 4] suffices, as for layer normalisation. Below 1e-100 all three stay
    at their values there.

    Source: PyTorch, torch.rsqrt.
    """
    return Activation(
        name="rsqrt",
        label="RSqrt",
        formula="1 / sqrt(x)",
        f=_rsqrt,
        df=_rsqrt_df,
        d2f=_rsqrt_d2f,
        interval=TWO_OCTAVES,
        domain=POSITIVE,
        source="PyTorch, torch.rsqrt; on [1, 4], since 1 / sqrt(m 4^e) = 2^-e / sqrt(m)",
    )


@quiet
def _sqrt(x: Array) -> Array:
    return np.sqrt(np.maximum(x, 0.0))


@quiet
def _sqrt_df(x: Array) -> Array:
    return 0.5 / np.sqrt(_positive(x))


@quiet
def _sqrt_d2f(x: Array) -> Array:
    return -0.25 * _positive(x) ** -1.5


def sqrt() -> Activation:
    """Square root, f(x) = sqrt(x) of x >= 0; f' = 1 / (2 sqrt(x)), f'' = -x^-1.5 / 4; by default on [1, 4].

    sqrt(m 4^e) = 2^e sqrt(m), so m in [1, 4] suffices. Below 0 it is 0; below 1e-100, f' and f'' stay at their values
    there.

    Source: PyTorch, torch.sqrt.
    """
    return Activation(
        name="sqrt",
        label="Sqrt",
        formula="sqrt(x)",
        f=_sqrt,
        df=_sqrt_df,
        d2f=_sqrt_d2f,
        interval=TWO_OCTAVES,
        domain=(0.0, math.inf),
        source="PyTorch, torch.sqrt; on [1, 4], since sqrt(m 4^e) = 2^e sqrt(m)",
    )


@quiet
def _log(x: Array) -> Array:
    return np.log(_positive(x))


@quiet
def _log_d2f(x: Array) -> Array:
    return -(_positive(x) ** -2.0)


def log() -> Activation:
    """Natural logarithm, f(x) = log(x) of x > 0; f' = 1 / x, f'' = -1 / x^2; by default on [1, 2].

    log(m 2^e) = log(m) + e log(2), so a mantissa m in [1, 2] suffices. Below 1e-100 all three stay at their values
    there.

    Source: PyTorch, torch.log.
    """
    return Activation(
        name="log",
        label="Log",
        formula="log(x)",
        f=_log,
        df=_reciprocal,
        d2f=_log_d2f,
        interval=OCTAVE,
        domain=POSITIVE,
        source="PyTorch, torch.log; on the mantissa, since log(m 2^e) = log(m) + e log(2)",
    )


@quiet
def _log2(x: Array) -> Array:
    return np.log2(_positive(x))


@quiet
def _log2_df(x: Array) -> Array:
    return _reciprocal(x) / LN2


@quiet
def _log2_d2f(x: Array) -> Array:
    return _log_d2f(x) / LN2


def log2() -> Activation:
    """Logarithm to base 2, f(x) = log(x) / log(2) of x > 0; f' = 1 / (x log(2)), f'' = -f' / x; by default on [1, 2].

    log2(m 2^e) = log2(m) + e, so a mantissa m in [1, 2] suffices. Below 1e-100 all three stay at their values there.

    Source: PyTorch, torch.log2.
    """
    return Activation(
        name="log2",
        label="Log2",
        formula="log(x) / log(2)",
        f=_log2,
        df=_log2_df,
        d2f=_log2_d2f,
        interval=OCTAVE,
        domain=POSITIVE,
        source="PyTorch, torch.log2; on the mantissa, since log2(m 2^e) = log2(m) + e",
    )


LARGEST_EXPONENT = math.nextafter(1024.0, 0.0)


@quiet
def _exp2(x: Array) -> Array:
    return np.exp2(np.minimum(x, LARGEST_EXPONENT))


@quiet
def _exp2_df(x: Array) -> Array:
    return LN2 * _exp2(x)


@quiet
def _exp2_d2f(x: Array) -> Array:
    return LN2**2 * _exp2(x)


def exp2() -> Activation:
    """Power of two, f(x) = 2^x; f' = log(2) 2^x, f'' = log(2)^2 2^x; by default on [0, 1].

    2^(n + r) = 2^n 2^r, so a fraction r in [0, 1] suffices, as for softmax in powers of two. From x = 1024 all three
    stay at their values just below it, so that nothing overflows.

    Source: PyTorch, torch.exp2.
    """
    return Activation(
        name="exp2",
        label="Exp2",
        formula="2**x",
        f=_exp2,
        df=_exp2_df,
        d2f=_exp2_d2f,
        interval=(0.0, 1.0),
        source="PyTorch, torch.exp2; on the fraction, since 2^(n + r) = 2^n 2^r",
    )


def _minus_sin(x: Array) -> Array:
    return -np.sin(x)


def _minus_cos(x: Array) -> Array:
    return -np.cos(x)


def sin() -> Activation:
    """Sine, f(x) = sin(x); f' = cos(x), f'' = -sin(x); by default on [-pi/4, pi/4].

    With x = r + k pi / 2 and r in that range, sin(x) is sin(r), cos(r), -sin(r) or -cos(r), by k modulo 4. The range
    is symmetric, so that a mirrored table needs half of it.

    Source: PyTorch, torch.sin.
    """
    return Activation(
        name="sin",
        label="Sin",
        formula="sin(x)",
        f=np.sin,
        df=np.cos,
        d2f=_minus_sin,
        symmetry=Symmetry.ODD,
        inflections=(0.0,),
        interval=EIGHTH,
        source="PyTorch, torch.sin; what is left of an angle beside a multiple of pi / 2",
    )


def cos() -> Activation:
    """Cosine, f(x) = cos(x); f' = -sin(x), f'' = -cos(x); by default on [-pi/4, pi/4].

    With x = r + k pi / 2 and r in that range, cos(x) is cos(r), -sin(r), -cos(r) or sin(r), by k modulo 4. The range
    is symmetric, so that a mirrored table needs half of it.

    Source: PyTorch, torch.cos.
    """
    return Activation(
        name="cos",
        label="Cos",
        formula="cos(x)",
        f=np.cos,
        df=_minus_sin,
        d2f=_minus_cos,
        symmetry=Symmetry.EVEN,
        interval=EIGHTH,
        source="PyTorch, torch.cos; what is left of an angle beside a multiple of pi / 2",
    )
