"""Target lut16: int16[513], read as TensorFlow Lite (Micro) and CMSIS-NN read it.

Source: LUTPopulate and LUTLookup in tensorflow/lite/kernels/internal/common.h, and arm_softmax_s16 of CMSIS-NN, which
uses the same convention. The upper 9 bits of an input code choose an entry; the lower 7 interpolate to the next. The
libraries store the difference of two neighbours as an int16.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pwlact._types import Array, Codes
from pwlact.errors import FormatError
from pwlact.export.library import library16
from pwlact.export.lookup import Construction, Quantisation, check_zero_points, exact_codes, lookup_files
from pwlact.export.lut16_minimax import improved
from pwlact.export.presets import quantisation_of
from pwlact.export.softmax import check_softmax, softmax_limits, softmax_note
from pwlact.export.source import Source, exact_note
from pwlact.export.target import Target
from pwlact.formats import Rounding, round_whole
from pwlact.functions import Activation, Interval

LOWEST, HIGHEST = -(1 << 15), (1 << 15) - 1
STEP, ENTRIES = 128, 513
USAGE = (
    "with i = 256 + (x >> 7) and o = x & 127 for an int16 code x:",
    "y = table[i] + (((table[i + 1] - table[i]) * o + 64) >> 7), shifts being arithmetic",
)


def files(source: Source) -> Mapping[str, str]:
    """Return the C header and the JSON file with its parameters.

    Raises
    ------
    ConfigError
        If a zero point is no int16, or the preset is of another function.
    FormatError
        If the function has no value at an input code, is too steep, or the table breaks a softmax.
    """
    activation = source.activation
    quantisation = quantisation_of(source.lookup, activation, 16, quantisation16(activation, source.interval))
    check_zero_points(quantisation, 16)
    table = table16(activation, quantisation, source.lookup.construction)
    errors = errors16(activation, quantisation, table)
    about = {
        "function": activation.name,
        "note": [*exact_note(source), *softmax_note(activation, quantisation, lookup16(table, _codes()))],
        "construction": source.lookup.construction,
        "errors": {"max": float(errors.max()), "mean": float(errors.mean())},
    }
    return lookup_files(f"{source.symbol}_lut16", table, 16, quantisation, USAGE, about)


def quantisation16(activation: Activation, interval: Interval) -> Quantisation:
    """Return the smallest scales that hold the range and the function's values on it, with zero points 0.

    Parameters
    ----------
    activation : Activation
        The function.
    interval : (float, float)
        The range of inputs.
    """
    reach = max(abs(bound) for bound in interval)
    size = float(np.abs(activation(np.linspace(*interval, 4097))).max())
    return Quantisation(
        input_scale=reach / (HIGHEST + 1),
        input_zero_point=0,
        output_scale=(size or 1.0) / HIGHEST,
        output_zero_point=0,
    )


def table16(activation: Activation, quantisation: Quantisation, construction: Construction) -> Codes:
    """Return the entries, shape (513,).

    Parameters
    ----------
    activation : Activation
        The function.
    quantisation : Quantisation
        Scales and zero points.
    construction : str
        Construction, of `LookupOptions`.

    Raises
    ------
    FormatError
        If the function has no value at an input code, neighbours differ by more than an int16, or a table by midpoints
        breaks a softmax.
    """
    table = library16(activation, quantisation) if construction == "library" else _midpoints(activation, quantisation)
    steep = np.abs(np.diff(table))
    if steep.max() > HIGHEST:
        raise FormatError(
            f"neighbouring entries of a lookup table differ by at most {HIGHEST}, got {steep.max()} for "
            f"{activation.name}; choose a smaller input scale or a larger output scale"
        )
    if construction == "library":
        return table
    limits = softmax_limits(activation, quantisation)
    if construction == "minimax":
        table = improved(table, _wanted(activation, quantisation), limits)
    check_softmax(activation, lookup16(table, _codes()), limits)
    return table


def _midpoints(activation: Activation, quantisation: Quantisation) -> Codes:
    """Return samples, each moved by half the error midway to the next."""
    nodes = np.arange(ENTRIES, dtype=np.int64) * STEP + LOWEST
    at_nodes = exact_codes(activation, quantisation, nodes)
    middles = _rounded(exact_codes(activation, quantisation, nodes[:-1] + STEP // 2))
    samples = _rounded(at_nodes)
    off = _rounded(0.5 * (at_nodes[1:] + samples[:-1])) - middles
    samples[:-1] -= _rounded(0.5 * off)
    return np.clip(samples, LOWEST, HIGHEST).astype(np.int64)


def _rounded(values: Array) -> Array:
    return round_whole(values, Rounding.NEAREST_AWAY)


def _wanted(activation: Activation, quantisation: Quantisation) -> Array:
    """Return the exact outputs, shape (65536,), by ascending input code; not rounded."""
    return np.clip(exact_codes(activation, quantisation, _codes()), LOWEST, HIGHEST)


def _codes() -> Codes:
    """Return every input code, ascending."""
    return np.arange(LOWEST, HIGHEST + 1, dtype=np.int64)


def errors16(activation: Activation, quantisation: Quantisation, table: Codes) -> Array:
    """Return the absolute errors of the lookup, shape (65536,), by ascending input code, in the function's unit.

    Parameters
    ----------
    activation : Activation
        The function.
    quantisation : Quantisation
        Scales of int16 inputs and outputs.
    table : ndarray of int64, shape (513,)
        The entries.
    """
    return np.abs(lookup16(table, _codes()) - _wanted(activation, quantisation)) * quantisation.output_scale


def lookup16(table: Codes, codes: Codes) -> Codes:
    """Return the outputs that the libraries compute from a table for input codes of any shape.

    Parameters
    ----------
    table : ndarray of int64, shape (513,)
        The entries.
    codes : ndarray of int64, any shape
        Input codes, -32768 to 32767.
    """
    i, offset = (ENTRIES // 2) + (codes >> 7), codes & (STEP - 1)
    return np.asarray(table[i] + (((table[i + 1] - table[i]) * offset + STEP // 2) >> 7))


TARGET = Target("lut16", "int16[513] lookup table in TensorFlow Lite Micro's and CMSIS-NN's convention", files)
