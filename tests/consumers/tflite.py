"""Lookup tables as TensorFlow Lite builds and reads them, and their exact values."""

from __future__ import annotations

from typing import Any

import numpy as np

from pwlact.export import Quantisation
from pwlact.functions import Activation

Array = np.ndarray[Any, np.dtype[np.float64]]
F = np.float32
CASES = (
    ("sigmoid", (-8.0, 8.0)),
    ("tanh", (-8.0, 8.0)),
    ("silu", (-8.0, 8.0)),
    ("gelu", (-8.0, 8.0)),
    ("mish", (-8.0, 8.0)),
    ("exp", (-8.0, 0.0)),
    ("hardswish", (-8.0, 8.0)),
    ("elu", (-10.3, 10.3)),
    ("gelu", (-64.0, 64.0)),
)


def rounded(x: Any) -> Any:
    """Round as the library does: halves away from zero."""
    return np.sign(x) * np.floor(np.abs(x) + F(0.5))


def their_table16(activation: Activation, q: Quantisation) -> Any:
    """Return the entries that the library's own construction gives, in single precision as there."""
    x_scale, y_scale = F(q.input_scale), F(q.output_scale)
    first, last = (x_scale * F(end - q.input_zero_point) for end in (-32768, 32767))
    lowest, highest = (y_scale * F(end - q.output_zero_point) for end in (-32768, 32767))
    step, per_unit = (last - first) / F(512), F(65536) / (highest - lowest)

    def scaled(x: Any) -> Any:
        return activation(x.astype(np.float64)).astype(F) * per_unit

    starts = first + np.arange(512, dtype=F) * step
    value, middle = scaled(starts), scaled(starts + step / F(2))
    following = scaled(first + np.arange(1, 513, dtype=F) * step)
    between = rounded((following + rounded(value)) / F(2))
    entries = rounded(value) - rounded((between - rounded(middle)) / F(2))
    return np.clip(np.append(entries, rounded(scaled(np.array([last])))), -32768, 32767).astype(np.int16)


def their_table8(activation: Activation, q: Quantisation) -> Any:
    """Return the entries of its table of int8, by code as an unsigned byte, one after the other."""
    entries = {}
    for code in range(-128, 128):
        x = F(q.input_scale) * F(code - q.input_zero_point)
        y = F(activation(np.array([np.float64(x)]))[0])
        whole = rounded(y * (F(1) / F(q.output_scale))) + F(q.output_zero_point)
        entries[code % 256] = int(min(max(whole, -128), 127))
    return np.array([entries[byte] for byte in range(256)])


def their_lookup16(table: Any) -> Any:
    """Return what the library reads for -32768 to 32767: the difference of neighbours is an int16."""
    table = np.asarray(table, dtype=np.int16)
    x = np.arange(-32768, 32768)
    index, offset = 256 + (x >> 7), x & 0x7F
    slope = (table[index + 1] - table[index]).astype(np.int16).astype(np.int64)
    return (table[index] + ((slope * offset + 64) >> 7)).astype(np.int16)


def exact(activation: Activation, q: Quantisation, x: Any, bits: int) -> Array:
    """Return the exact function's real values at input codes, held to what the output can say."""
    y = activation(q.input_scale * (x - q.input_zero_point))
    low, high = ((end - q.output_zero_point) * q.output_scale for end in (-(1 << (bits - 1)), (1 << (bits - 1)) - 1))
    return np.clip(y, low, high)


def errors_of(activation: Activation, q: Quantisation, table: Any) -> Array:
    """Return the errors of a table of int16, in output codes, on all 65,536 inputs."""
    read = q.output_scale * (their_lookup16(table).astype(np.float64) - q.output_zero_point)
    return np.abs(read - exact(activation, q, np.arange(-32768, 32768), 16)) / q.output_scale
