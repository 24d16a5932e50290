"""The policy's network in numpy: two hidden layers; it gives the mean of an action."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Singles = NDArray[np.float32]
Layers = tuple[Singles, ...]
"""Weights and biases in turn: (SIZE, width), (width,), (width, width), (width,), (width,), ()."""
MAX_WIDTH = 1024  # of hidden layers


def forward(layers: Layers, seen: Singles) -> Singles:
    """Return mean actions (n,) of what is seen, s (n, SIZE): w_3 tanh(w_2 tanh(w_1 s + b_1) + b_2) + b_3, float32."""
    first, first_bias, second, second_bias, third, third_bias = layers
    hidden = seen @ first
    hidden += first_bias
    np.tanh(hidden, out=hidden)
    hidden = hidden @ second
    hidden += second_bias
    np.tanh(hidden, out=hidden)
    return np.asarray(hidden @ third + third_bias)
