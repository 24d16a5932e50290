"""Target lut8: int8[256], read as TensorFlow Lite (Micro) reads it.

Source: LUTPopulate and LUTLookup in tensorflow/lite/kernels/internal/common.h. An int8 code is made unsigned to be the
index, so entries are in the order 0 to 127, -128 to -1.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pwlact._types import Codes
from pwlact.export.library import library8
from pwlact.export.lookup import Construction, Quantisation, check_zero_points, exact_codes, lookup_files
from pwlact.export.presets import quantisation_of
from pwlact.export.source import Source, exact_note
from pwlact.export.target import Target
from pwlact.formats import Rounding, round_whole
from pwlact.functions import Activation, Interval

LOWEST, HIGHEST = -128, 127
USAGE = ("y = table[(uint8_t)x] for an int8 code x: entries are in the order 0 to 127, -128 to -1",)


def files(source: Source) -> Mapping[str, str]:
    """Return the C header and the JSON file with its parameters.

    Raises
    ------
    ConfigError
        If a zero point is no int8, or the preset is of another function.
    FormatError
        If the function has no value at any input code.
    """
    activation = source.activation
    quantisation = quantisation_of(source.lookup, activation, 8, quantisation8(activation, source.interval))
    check_zero_points(quantisation, 8)
    table = table8(activation, quantisation, source.lookup.construction)
    codes = _order()
    wanted = np.clip(exact_codes(activation, quantisation, codes), LOWEST, HIGHEST)
    errors = np.abs(table - wanted) * quantisation.output_scale
    about = {
        "function": activation.name,
        "note": exact_note(source),
        "construction": "library" if source.lookup.construction == "library" else "nearest",
        "errors": {"max": float(errors.max()), "mean": float(errors.mean())},
    }
    return lookup_files(f"{source.symbol}_lut8", table, 8, quantisation, USAGE, about)


def quantisation8(activation: Activation, interval: Interval) -> Quantisation:
    """Return the smallest scales, with zero points, that hold zero, the range and the function's values on it.

    Parameters
    ----------
    activation : Activation
        The function.
    interval : (float, float)
        The range of inputs.
    """
    y = activation(np.linspace(*interval, 4097))
    (input_scale, input_zero), (output_scale, output_zero) = (
        _parameters(float(low), float(high)) for low, high in (interval, (y.min(), y.max()))
    )
    return Quantisation(
        input_scale=input_scale,
        input_zero_point=input_zero,
        output_scale=output_scale,
        output_zero_point=output_zero,
    )


def _parameters(low: float, high: float) -> tuple[float, int]:
    low, high = min(low, 0.0), max(high, 0.0)
    scale = (high - low) / (HIGHEST - LOWEST) or 1.0
    return scale, round(LOWEST - low / scale)


def table8(activation: Activation, quantisation: Quantisation, construction: Construction = "minimax") -> Codes:
    """Return the entries, shape (256,): the function, rounded to nearest, halves away from zero, or the library's.

    Parameters
    ----------
    activation : Activation
        The function.
    quantisation : Quantisation
        Scales and zero points of int8 inputs and outputs.
    construction : str
        "library" for float32 as in TensorFlow Lite, which near halves can give the second nearest code.
    """
    if construction == "library":
        return library8(activation, quantisation, _order())
    wanted = exact_codes(activation, quantisation, _order()) - quantisation.output_zero_point
    rounded = round_whole(wanted, Rounding.NEAREST_AWAY) + quantisation.output_zero_point
    return np.clip(rounded, LOWEST, HIGHEST).astype(np.int64)


def _order() -> Codes:
    """Return the input codes in the table's order."""
    return np.arange(256, dtype=np.int64).astype(np.int8).astype(np.int64)


TARGET = Target("lut8", "int8[256] lookup table in TensorFlow Lite Micro's convention", files)
