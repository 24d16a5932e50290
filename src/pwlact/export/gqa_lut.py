"""Target gqa_lut: the JSON that GQA-LUT's code reads (Dong et al. 2024, "Genetic Quantization-Aware Approximation").

{function: {n: {breakpoints, slopes, intercepts}}} for inputs that are multiples of 2**-n: breakpoints are such
multiples too, slopes and intercepts are the same for all n. A piece takes the inputs from its breakpoint on, as in its
trainer and its hardware model; its PyTorch layer gives an input that equals a breakpoint to the piece below.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np

from pwlact._types import Array
from pwlact.datapath import Unit, fraction
from pwlact.datapath.record import threshold_codes
from pwlact.errors import FormatError
from pwlact.export.source import Source, fixed_unit
from pwlact.export.target import Target
from pwlact.functions import Symmetry

MIN_FRACTION = 6  # default of its layer
MAX_INPUT_FRACTION = 32
NAMES = {"hardswish": "hswish"}  # its names of functions, where they differ


def files(source: Source) -> Mapping[str, str]:
    """Return the file.

    Raises
    ------
    FormatError
        If there is no unit, it is in floats, or its input has more than 32 fraction bits.
    """
    unit = fixed_unit(source, "gqa_lut")
    fraction_bits = fraction(unit.spec.input)
    if fraction_bits > MAX_INPUT_FRACTION:
        raise FormatError(
            f"target gqa_lut has inputs of at most {MAX_INPUT_FRACTION} fraction bits, "
            f"got {unit.spec.input.name}; use fewer"
        )
    thresholds, slopes, intercepts = both_sides(unit)
    function = NAMES.get(source.activation.name, source.activation.name)
    tables = {
        str(n): {
            "breakpoints": (np.ceil(np.ldexp(thresholds, n)) / 2.0**n + 0.0).tolist(),
            "slopes": slopes.tolist(),
            "intercepts": intercepts.tolist(),
        }
        for n in range(max(fraction_bits, MIN_FRACTION) + 1)
    }
    text = json.dumps({function: tables, "note": list(source.note)}, indent=4)
    return {f"{source.name}_pwl_{thresholds.size}.json": text + "\n"}


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
