"""The int16 softmax of CMSIS-NN and of TensorFlow Lite Micro, in integers, on rows of one length."""

from __future__ import annotations

from typing import Any

import numpy as np
from consumers.tflite import their_lookup16


def requantize(values: Any, multiplier: int, shift: int) -> Any:
    """Return values * multiplier * 2**(shift - 31): a doubling high product, then a shift, both rounded."""
    product = (np.asarray(values, dtype=np.int64) << max(shift, 0)) * multiplier
    high = (product + (1 << 30)) >> 31
    right = max(-shift, 0)
    mask = (1 << right) - 1
    return (high >> right) + ((high & mask) > (mask >> 1) + (high < 0))


def exps_of(rows: Any, exp_table: Any, multiplier: int, shift: int) -> Any:
    """Return the outputs of the table of exp, of the rows' shape (rows, elements)."""
    rows = np.asarray(rows, dtype=np.int64)
    scaled = requantize(rows - rows.max(axis=1, keepdims=True), multiplier, shift) + 32767
    return their_lookup16(exp_table).astype(np.int64)[np.clip(scaled, -32768, 32767) + 32768]


def results_of(exps: Any, sums: Any, reciprocal_table: Any, clamp: bool) -> Any:
    """Return results, shape (rows, elements), of outputs of exp and their sums, shape (rows,)."""
    sums = np.asarray(sums, dtype=np.int64)[:, None]
    headroom = 31 - np.floor(np.log2(sums)).astype(np.int64)
    shifted = (((sums << (headroom - 1)) + (1 << 13)) >> 14) - 98304
    code = np.clip(shifted, -32768, 32767) if clamp else shifted.astype(np.int16).astype(np.int64)
    reciprocal = their_lookup16(reciprocal_table).astype(np.int64)[code + 32768]
    result = (((exps * reciprocal) >> (30 - headroom)) + 1) >> 1
    return np.clip(result, 0, 32767) if clamp else result.astype(np.int16).astype(np.int64)


def softmax16(rows: Any, exp_table: Any, reciprocal_table: Any, multiplier: int, shift: int, clamp: bool) -> Any:
    """Return arm_softmax_s16 of rows, shape (rows, elements); with a clamp, as TensorFlow Lite Micro has it."""
    exps = exps_of(rows, exp_table, multiplier, shift)
    return results_of(exps, exps.sum(axis=1), reciprocal_table, clamp)
