"""Lookup tables as TensorFlow Lite (Micro) builds them, in single precision, step by step.

Source: LUTPopulateInt8 and LUTPopulateInt16 in tensorflow/lite/kernels/internal/common.h; the tables that CMSIS-NN
publishes for arm_softmax_s16 are made by the second. The function itself is computed in double precision and rounded to
float32, which a library's own float32 function misses by an ulp at a few inputs; there an entry can differ by one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Codes
from pwlact.export.lookup import Quantisation, check_defined
from pwlact.functions import Activation

Singles = NDArray[np.float32]

F = np.float32
STEPS = 512  # from the first to the last input code of int16: 65535/512 codes each


def library8(activation: Activation, quantisation: Quantisation, codes: Codes) -> Codes:
    """Return the entries of a table of int8 at input codes, of the codes' shape.

    entry = clamp(round(f(s (x - z)) * (1 / t)) + w), with s, z the input's scale and zero point and t, w the output's;
    halves are rounded away from zero.

    Parameters
    ----------
    activation : Activation
        The function.
    quantisation : Quantisation
        Scales and zero points of int8 inputs and outputs.
    codes : ndarray of int64
        Input codes, of any shape.

    Raises
    ------
    FormatError
        If the function has no value at an input code.
    """
    x = F(quantisation.input_scale) * (codes - quantisation.input_zero_point).astype(F)
    scaled = _values(activation, x) * (F(1.0) / F(quantisation.output_scale))
    return _clamped(_rounded(scaled) + F(quantisation.output_zero_point), 8)


def library16(activation: Activation, quantisation: Quantisation) -> Codes:
    """Return the entries of a table of int16, shape (513,).

    With x_i the 513 ends of 512 equal steps from the first to the last input code, and k = 65536 / (range of outputs):
    entry i = clamp(v - round((m - c) / 2)), v = round(k f(x_i)) the sample, m = round((k f(x_(i+1)) + v) / 2) the
    interpolated middle, and c = round(k f(x_i + step / 2)) the true one. The last entry is the sample there.

    Parameters
    ----------
    activation : Activation
        The function.
    quantisation : Quantisation
        Scales and zero points of int16 inputs and outputs; the output's zero point does not enter, as in the library.

    Raises
    ------
    FormatError
        If the function has no value at an input code.
    """
    first, last = _ends(quantisation.input_scale, quantisation.input_zero_point)
    lowest, highest = _ends(quantisation.output_scale, quantisation.output_zero_point)
    step, k = (last - first) / F(STEPS), F(1 << 16) / (highest - lowest)
    starts = first + np.arange(STEPS, dtype=F) * step
    samples = _rounded(_values(activation, starts) * k)
    following = _values(activation, first + np.arange(1, STEPS + 1, dtype=F) * step) * k
    interpolated = _rounded((following + samples) / F(2.0))
    off = interpolated - _rounded(_values(activation, starts + step / F(2.0)) * k)
    end = _rounded(_values(activation, np.array([last])) * k)
    return _clamped(np.append(samples - _rounded(off / F(2.0)), end), 16)


def _ends(scale: float, zero_point: int) -> tuple[np.float32, np.float32]:
    """Return the numbers at the lowest and the highest code of int16."""
    low, high = (F(scale) * F(code - zero_point) for code in (-(1 << 15), (1 << 15) - 1))
    return low, high


def _values(activation: Activation, x: Singles) -> Singles:
    with np.errstate(all="ignore"):
        y = activation(x.astype(np.float64)).astype(F)
    check_defined(activation, x, y)
    return np.asarray(y)


def _rounded(x: Singles) -> Singles:
    """Return integers, halves away from zero, as C's round does."""
    whole = np.trunc(x)
    return np.asarray(whole + np.copysign(np.abs(x - whole) >= F(0.5), x), dtype=F)


def _clamped(x: Any, bits: int) -> Codes:
    return np.asarray(np.clip(x, -(1 << (bits - 1)), (1 << (bits - 1)) - 1), dtype=np.int64)
