"""Piecewise stand-ins for smooth functions: hardswish, hardsigmoid."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.functions.activation import Activation, Line, Symmetry
from pwlact.functions.stable import quiet

ZERO = Line(0.0, 0.0)
KINKS = (-3.0, 3.0)


def _bend(x: Array) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return where x is between the kinks, each of which counts to the piece on its left."""
    return (x > KINKS[0]) & (x <= KINKS[1])


@quiet
def _hardsigmoid(x: Array) -> Array:
    return np.clip(x + 3.0, 0.0, 6.0) / 6.0


def _hardsigmoid_df(x: Array) -> Array:
    return np.where(_bend(x), 1.0 / 6.0, 0.0)


def _hardsigmoid_d2f(x: Array) -> Array:
    return np.zeros_like(x)


def hardsigmoid() -> Activation:
    """Hard sigmoid, f(x) = min(max(x + 3, 0), 6) / 6; f' = 1 / 6 between the kinks at -3 and 3, else 0.

    Source: PyTorch, torch.nn.Hardsigmoid.
    """
    return Activation(
        name="hardsigmoid",
        label="Hardsigmoid",
        formula="min(max(x + 3, 0), 6) / 6",
        f=_hardsigmoid,
        df=_hardsigmoid_df,
        d2f=_hardsigmoid_d2f,
        left_tail=ZERO,
        right_tail=Line(0.0, 1.0),
        symmetry=Symmetry.COMPLEMENTARY,
        kinks=KINKS,
        source="PyTorch, torch.nn.Hardsigmoid",
    )


@quiet
def _hardswish(x: Array) -> Array:
    return x * _hardsigmoid(x)


def _hardswish_df(x: Array) -> Array:
    return np.where(_bend(x), (2.0 * x + 3.0) / 6.0, np.where(x > 0.0, 1.0, 0.0))


def _hardswish_d2f(x: Array) -> Array:
    return np.where(_bend(x), 1.0 / 3.0, 0.0)


def hardswish() -> Activation:
    """Hard swish, f(x) = x min(max(x + 3, 0), 6) / 6.

    Between the kinks at -3 and 3, f' = (2 x + 3) / 6 and f'' = 1 / 3.

    Source: Howard et al., "Searching for MobileNetV3", 2019; PyTorch, torch.nn.Hardswish.
    """
    return Activation(
        name="hardswish",
        label="Hardswish",
        formula="x * min(max(x + 3, 0), 6) / 6",
        f=_hardswish,
        df=_hardswish_df,
        d2f=_hardswish_d2f,
        left_tail=ZERO,
        right_tail=Line(1.0, 0.0),
        symmetry=Symmetry.GATED,
        kinks=KINKS,
        source="Howard et al., 2019, arXiv:1905.02244; PyTorch, torch.nn.Hardswish",
    )
