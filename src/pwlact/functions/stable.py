"""Building blocks that keep their relative accuracy in the far tails, elementwise on float64 arrays of any shape."""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from pwlact._types import Array

# Decorator: a tail that underflows to zero is the right answer and not worth a floating-point signal.
quiet = np.errstate(under="ignore")


def sigmoid(x: Array) -> Array:
    """Return 1 / (1 + exp(-x))."""
    return special.expit(x)


def sigmoid_slope(x: Array) -> Array:
    """Return s(x) (1 - s(x)) with s = `sigmoid`, without the cancellation of 1 - s(x)."""
    return special.expit(x) * special.expit(-x)


def softplus(x: Array) -> Array:
    """Return log(1 + exp(x))."""
    return -special.log_expit(-x)


def tanh_slope(x: Array) -> Array:
    """Return 1 - tanh(x)^2 = sech(x)^2, without the cancellation."""
    return 4.0 * sigmoid_slope(2.0 * x)


def normal_density(x: Array) -> Array:
    """Return phi(x) = exp(-x^2 / 2) / sqrt(2 pi)."""
    return np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)
