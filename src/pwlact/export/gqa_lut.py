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

from pwlact._types import Array, Codes
from pwlact.datapath import Unit, fraction
from pwlact.datapath.record import threshold_codes
from pwlact.errors import FormatError
from pwlact.export.source import Source, fixed_unit
from pwlact.export.target import Target
from pwlact.formats import FixedPoint, round_whole
from pwlact.functions import Symmetry

MIN_FRACTION = 6  # default of its layer
MAX_INPUT_FRACTION = 32
NAMES = {"hardswish": "hswish"}  # its names of functions, where they differ
LAYER = ("gelu", "hswish", "sigmoid", "exp")  # functions of its layer, by its names


def files(source: Source) -> Mapping[str, str]:
    """Return the file.

    Raises
    ------
    FormatError
        If there is no unit, it is in floats, its input has more than 32 fraction bits, or an output saturates or wraps.
    """
    unit = fixed_unit(source, "gqa_lut")
    fraction_bits = fraction(unit.spec.input)
    if fraction_bits > MAX_INPUT_FRACTION:
        raise FormatError(
            f"target gqa_lut has inputs of at most {MAX_INPUT_FRACTION} fraction bits, "
            f"got {unit.spec.input.name}; use fewer"
        )
    _check_overflow(unit)
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
    note = [*source.note, *_usage(unit, function, decimal_bit)]
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


def _check_overflow(unit: Unit) -> None:
    """Raise FormatError where an output saturates or wraps, which the layer does not."""
    output = unit.spec.output
    assert isinstance(output, FixedPoint)
    codes, y = _ends(unit)
    whole = round_whole(np.ldexp(y, output.fraction), unit.spec.rounding)
    beyond = np.flatnonzero((whole < output.lowest) | (whole > output.highest))
    if beyond.size:
        code, value = codes[beyond[0]], y[beyond[0]]
        raise FormatError(
            f"target gqa_lut needs every output within {output.name}, since GQA-LUT's layer does not saturate, got "
            f"{value:g} at input code {code}; search with --format q4.12, or --unit.output with more integer bits"
        )


def _ends(unit: Unit) -> tuple[Codes, Array]:
    """Return the first and last codes of all pieces, where a line is smallest or largest, and the values there."""
    input_ = unit.spec.input
    assert isinstance(input_, FixedPoint)
    thresholds, slopes, intercepts = both_sides(unit)
    begins = input_.encode(thresholds)
    codes = np.unique(np.concatenate(([input_.lowest, input_.highest], begins, begins - 1)))
    codes = codes[codes >= input_.lowest]
    k = np.searchsorted(begins, codes, side="right")
    return codes, slopes[k] * input_.decode(codes) + intercepts[k]


def both_sides(unit: Unit) -> tuple[Array, Array, Array]:
    """Return thresholds (P - 1,), slopes (P,) and intercepts (P,) as numbers, on both sides of zero if mirrored."""
    spec = unit.spec
    codes, step = threshold_codes(unit), float(spec.input.decode(1))
    slopes, intercepts = spec.slope.decode(unit.slopes), spec.intercept.decode(unit.intercepts)
    if not spec.mirrored:
        return np.asarray(codes * step), slopes, intercepts
    left_slopes, left_intercepts = _reflected(spec.symmetry, slopes, intercepts)
    thresholds = np.concatenate((1 - codes[::-1], [0], codes)) * step
    return thresholds, np.concatenate((left_slopes[::-1], slopes)), np.concatenate((left_intercepts[::-1], intercepts))


def _reflected(symmetry: Symmetry, slopes: Array, intercepts: Array) -> tuple[Array, Array]:
    """Return the pieces of x < 0 from those of |x|: f(-x) is -f(x), f(x), 1 - f(x) or f(x) - x."""
    match symmetry:
        case Symmetry.ODD:
            return slopes, -intercepts
        case Symmetry.COMPLEMENTARY:
            return slopes, 1.0 - intercepts
        case Symmetry.GATED:
            return 1.0 - slopes, intercepts
    return -slopes, intercepts


TARGET = Target("gqa_lut", "GQA-LUT's JSON: breakpoints, slopes and intercepts for each number of fraction bits", files)
