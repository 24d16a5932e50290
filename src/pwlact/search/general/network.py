"""The policy's network in numpy: two hidden layers; it gives the mean of an action."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array

Layers = tuple[Array, ...]
"""Weights and biases in turn: (SIZE, width), (width,), (width, width), (width,), (width,), ()."""


def forward(layers: Layers, seen: Array) -> Array:
    """Return the mean actions (n,) of what is seen (n, SIZE): w_3 tanh(w_2 tanh(w_1 s + b_1) + b_2) + b_3, in float32."""
    first, first_bias, second, second_bias, third, third_bias = layers
    hidden = seen @ first
    hidden += first_bias
    np.tanh(hidden, out=hidden)
    hidden = hidden @ second
    hidden += second_bias
    np.tanh(hidden, out=hidden)
    return np.asarray(hidden @ third + third_bias)
