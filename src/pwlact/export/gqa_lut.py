"""Target gqa_lut: the JSON that GQA-LUT's code reads (Dong et al. 2024, "Genetic Quantization-Aware Approximation").

{function: {n: {breakpoints, slopes, intercepts}}} for inputs that are multiples of 2**-n; slopes and intercepts are the
same for all n. A breakpoint lies midway between the last input of one piece and the first of the next,
(ceil(begin * 2**n) - 1/2) / 2**n, since the layer gives an input that equals a breakpoint to the piece below, and other
readers to the piece above. The layer computes slope * x + intercept in float32, neither rounded nor saturated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.datapath import Unit, codes_within, fraction
from pwlact.errors import FormatError
from pwlact.export.lines import both_sides, end_codes, line_values
from pwlact.export.source import Source, fixed_unit
from pwlact.export.target import Target
from pwlact.formats import FixedPoint, round_whole
from pwlact.search.codes.spec import remedy

MIN_FRACTION = 6  # default of its layer
MAX_INPUT_FRACTION = 32
NAMES = {"hardswish": "hswish"}  # its names of functions, where they differ
LAYER = ("gelu", "hswish", "sigmoid", "exp")  # functions of its layer, by its names


def files(source: Source) -> Mapping[str, str]:
    """Return the file.

    Raises
    ------
    FormatError
        If there is no unit, it is in floats, its input has more than 32 fraction bits, or it relies on its output to
        saturate.
    """
    unit = fixed_unit(source, "gqa_lut")
    fraction_bits = fraction(unit.spec.input)
    if fraction_bits > MAX_INPUT_FRACTION:
        raise FormatError(
            f"target gqa_lut has inputs of at most {MAX_INPUT_FRACTION} fraction bits, "
            f"got {unit.spec.input.name}; use fewer"
        )
    warnings = _overflow_note(source, unit)
    thresholds, slopes, intercepts = both_sides(unit)
    function = NAMES.get(source.activation.name, source.activation.name)
    decimal_bit = max(fraction_bits, MIN_FRACTION)
    tables = {
        str(n): {
            "breakpoints": np.ldexp(np.ceil(np.ldexp(thresholds, n)) - 0.5, -n).tolist(),
            "slopes": slopes.tolist(),
            "intercepts": intercepts.tolist(),
        }
        for n in range(decimal_bit + 1)
    }
    note = [*source.note, *_usage(unit, function, decimal_bit), *warnings]
    return {f"{source.name}_pwl_{thresholds.size}.json": json.dumps({function: tables, "note": note}, indent=4) + "\n"}


def _usage(unit: Unit, function: str, decimal_bit: int) -> list[str]:
    """Return the sentences that say what the layer takes, and what it computes."""
    added = [] if function in LAYER else [f"the layer has no function {function}: add it to the layer's act_funcs"]
    return [
        f"for GQA-LUT's layer, whose functions are {', '.join(LAYER)}; give it decimal_bit={decimal_bit}",
        *added,
        f"inputs are multiples of 2**-n, n from 0 to {decimal_bit}, in {unit.spec.input.name}; beyond that format the "
        "outer pieces go on",
        "y = slope * x + intercept in float32, neither rounded nor saturated",
    ]


def _overflow_note(source: Source, unit: Unit) -> list[str]:
    """Return a sentence about outputs that saturate or wrap in the unit, and do not in the layer; none of other units.

    Raises
    ------
    FormatError
        If there the layer is further from the function than the unit is anywhere in the range.
    """
    format_, activation = unit.spec.input, source.activation
    extremes = line_values(unit, end_codes(unit))
    if not _beyond(unit, extremes).any():
        return []
    codes, inside = codes_within(format_, source.interval)
    exact, y = activation(format_.decode(codes)), line_values(unit, codes)
    allowed = np.abs(unit.spec.output.decode(unit(codes)) - exact)[inside].max()
    beyond = _beyond(unit, y)
    wrong = np.flatnonzero(beyond & ~(np.abs(y - exact) <= allowed))
    if wrong.size:
        code, value, output = codes[wrong[0]], y[wrong[0]], unit.spec.output
        raise FormatError(
            f"target gqa_lut needs a unit that does not rely on {output.name} to saturate, as the layer does not, got "
            f"{value:g} at input code {code}; for --unit.output, {remedy(output, extremes.min(), extremes.max())}"
        )
    low, high, count = y[beyond].min(), y[beyond].max(), f"{beyond.sum()} of {codes.size} input codes"
    return [f"at {count} the unit overflows; the layer gives {low:g} to {high:g} there, near the function"]


def _beyond(unit: Unit, y: Array) -> NDArray[np.bool_]:
    """Return which outputs, rounded, are no codes of the output format, of the shape of y."""
    output = unit.spec.output
    assert isinstance(output, FixedPoint)
    whole = round_whole(np.ldexp(y, output.fraction), unit.spec.rounding)
    return np.asarray((whole < output.lowest) | (whole > output.highest))


TARGET = Target("gqa_lut", "GQA-LUT's JSON: breakpoints, slopes and intercepts for each number of fraction bits", files)
