"""Lookup tables of quantised functions: their parameters, and code that both kinds of table share."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from pwlact._types import Array, Codes
from pwlact.errors import ConfigError, FormatError
from pwlact.export.text import c_array, comment, guarded
from pwlact.formats import FixedPoint, Format
from pwlact.functions import Activation

SCHEMA = "pwlact.lookup/1"
BEYOND = 2.0**40  # stands for infinity, in output codes

Construction = Literal["minimax", "midpoint", "library"]
ThresholdsOf = Literal["function", "unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantisation:
    """Real number = scale * (code - zero point), for a table's input and output.

    Parameters
    ----------
    input_scale, output_scale : float
        Positive; stored as the nearest float32, as models store them.
    input_zero_point, output_zero_point : int
        Codes of zero.

    Raises
    ------
    ConfigError
        If a scale is not positive and finite.
    """

    input_scale: float
    input_zero_point: int
    output_scale: float
    output_zero_point: int

    def __post_init__(self) -> None:
        for name in ("input_scale", "output_scale"):
            given = getattr(self, name)
            scale = float(np.float32(given))
            if not (np.isfinite(scale) and scale >= np.finfo(np.float32).tiny):
                raise ConfigError(f"a scale is a positive number of float32, got {name} {given!r}; try 0.05")
            object.__setattr__(self, name, scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupOptions:
    """Settings of lookup tables and of thresholds.

    Parameters
    ----------
    quantisation : Quantisation or None
        Scales and zero points; None for the smallest scales that hold the range and the function's values on it.
    construction : str
        Construction of the entries. "minimax": the smallest largest error found over all input codes, and among these
        the smallest mean square error; of a softmax's tables, those by which no sum wraps. "midpoint": samples of the
        function at every 128th code, each moved by half the error midway to the next. "library": the table that
        TensorFlow Lite (Micro) and CMSIS-NN compute, bit for bit; its samples are 65535/512 codes apart. A table of
        int8 has the nearest codes, or the library's.
    preset : str or None
        Name of an operator whose quantisation the libraries fix, one of `PRESETS`, in place of `quantisation`.
    thresholds_of : str
        Whose steps FINN's thresholds are: "function" for f itself, rounded, "unit" for the unit's output.
    levels : Format or None
        Output format of FINN's thresholds, in fixed point; None for the unit's.

    Raises
    ------
    ConfigError
        If the construction or `thresholds_of` is unknown, there are both a preset and a quantisation, or the levels are
        not in fixed point.
    """

    quantisation: Quantisation | None = None
    construction: Construction = "minimax"
    preset: str | None = None
    thresholds_of: ThresholdsOf = "function"
    levels: Format | None = None

    def __post_init__(self) -> None:
        if self.thresholds_of not in get_args(ThresholdsOf):
            raise ConfigError(f"thresholds are of function or unit, got {self.thresholds_of!r}; choose one")
        if not (self.levels is None or isinstance(self.levels, FixedPoint)):
            raise ConfigError(
                f"levels are a format in fixed point, got {getattr(self.levels, 'name', self.levels)!r}; try uq0.8"
            )
        if self.construction not in get_args(Construction):
            names = ", ".join(get_args(Construction))
            raise ConfigError(f"a construction is one of {names}, got {self.construction!r}; choose one")
        if self.preset is not None and self.quantisation is not None:
            raise ConfigError(f"a preset is a quantisation, got preset {self.preset!r} and another; leave one out")


def check_zero_points(quantisation: Quantisation, bits: int) -> None:
    """Check that the zero points are codes of `bits` bits.

    Raises
    ------
    ConfigError
        If one is not.
    """
    for name in ("input_zero_point", "output_zero_point"):
        point = getattr(quantisation, name)
        if not -(1 << (bits - 1)) <= point < 1 << (bits - 1):
            raise ConfigError(f"a zero point is a code of int{bits}, got {name} {point}; choose other parameters")


def exact_codes(activation: Activation, quantisation: Quantisation, codes: Codes) -> Array:
    """Return the function at input codes in units of the output code, of the same shape, neither rounded nor clipped.

    Where f has no value, as a logarithm below zero, the code takes what the nearest code has that has one; an infinity
    is a number beyond all output codes. So tables clamp there, as those of the libraries do.

    Parameters
    ----------
    activation : Activation
        The function.
    quantisation : Quantisation
        Scales and zero points.
    codes : ndarray of int64
        Input codes, of any shape.

    Raises
    ------
    FormatError
        If the function has no value at any input code.
    """
    with np.errstate(all="ignore"):
        x = quantisation.input_scale * (codes - quantisation.input_zero_point)
        y = activation(x) / quantisation.output_scale + quantisation.output_zero_point
    y = np.nan_to_num(_nearest_known(x, np.asarray(y)), nan=np.nan, posinf=BEYOND, neginf=-BEYOND)
    check_defined(activation, x, y)
    return np.asarray(y)


def _nearest_known(x: Any, y: Any) -> Any:
    """Return the values y at x, arrays of one shape; in place of a NaN, the value at the nearest x that has one."""
    known, lost = ~np.isnan(y), np.isnan(y)
    if not (lost.any() and known.any()):
        return y
    order = np.argsort(x[known])
    places, values = x[known][order], y[known][order]
    filled = y.copy()
    filled[lost] = values[np.searchsorted(0.5 * (places[1:] + places[:-1]), x[lost])]
    return filled


def check_defined(activation: Activation, x: Any, y: Any) -> None:
    """Check that the values y of a function at x, arrays of one shape, are finite numbers.

    Raises
    ------
    FormatError
        If one is not.
    """
    if not np.all(np.isfinite(y)):
        bad = float(x[~np.isfinite(y)][0])
        raise FormatError(
            f"a lookup table needs {activation.name} at every input code, got no number at {bad:g}; choose a scale "
            "and a zero point that avoid it, or construction minimax, which clamps there"
        )


def lookup_files(
    file: str, table: Codes, bits: int, quantisation: Quantisation, usage: Sequence[str], about: Mapping[str, Any]
) -> dict[str, str]:
    """Return the files of a table: a C header, and JSON with its parameters.

    Parameters
    ----------
    file : str
        Name of the files without suffix, and of the array.
    table : ndarray of int64, shape (entries,)
        Entries.
    bits : int
        Bits of an entry and of the input.
    quantisation : Quantisation
        Scales and zero points.
    usage : sequence of str
        Sentences that say how to read the table.
    about : mapping
        Further keys of the JSON file: function, note, construction, errors.
    """
    q, prefix = quantisation, file.upper()
    worst, mean = about["errors"]["max"], about["errors"]["mean"]
    figures = f"construction {about['construction']}, errors over all inputs: max {worst:.4g}, mean {mean:.4g}"
    lines = [
        *comment([*about["note"], figures, *usage], "//"),
        "",
        "#include <stdint.h>",
        "",
        f"#define {prefix}_INPUT_SCALE {q.input_scale!r}f",
        f"#define {prefix}_INPUT_ZERO_POINT ({q.input_zero_point})",
        f"#define {prefix}_OUTPUT_SCALE {q.output_scale!r}f",
        f"#define {prefix}_OUTPUT_ZERO_POINT ({q.output_zero_point})",
        "",
        *c_array(f"int{bits}_t", file, table.tolist()),
    ]
    record = {
        "schema": SCHEMA,
        **about,
        "usage": list(usage),
        "input": {"type": f"int{bits}", "scale": q.input_scale, "zero_point": q.input_zero_point},
        "output": {"type": f"int{bits}", "scale": q.output_scale, "zero_point": q.output_zero_point},
        "table": table.tolist(),
    }
    return {
        f"{file}.h": guarded(f"{file}.h", lines),
        f"{file}.json": json.dumps(record, indent=2, allow_nan=False) + "\n",
    }
