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

MIN_FRACTION = 6  # what its layer asks for where it is not told otherwise
MAX_FRACTION = 32
NAMES = {"hardswish": "hswish"}  # where its name is another


def files(source: Source) -> Mapping[str, str]:
    """Return the file.

    Raises
    ------
    FormatError
        If there is no unit, or it is in floats.
    """
    unit = fixed_unit(source, "gqa_lut")
    places = fraction(unit.spec.input)
    if places > MAX_FRACTION:
        raise FormatError(
            f"target gqa_lut has inputs of at most {MAX_FRACTION} fraction bits, got {unit.spec.input.name}; use fewer"
        )
    starts, slopes, intercepts = both_sides(unit)
    function = NAMES.get(source.activation.name, source.activation.name)
    tables = {
        str(n): {
            "breakpoints": (np.ceil(np.ldexp(starts, n)) / 2.0**n + 0.0).tolist(),
            "slopes": slopes.tolist(),
            "intercepts": intercepts.tolist(),
        }
        for n in range(max(places, MIN_FRACTION) + 1)
    }
    text = json.dumps({function: tables, "note": list(source.note)}, indent=4)
    return {f"{source.name}_pwl_{starts.size}.json": text + "\n"}


def both_sides(unit: Unit) -> tuple[Array, Array, Array]:
    """Return where pieces 1, 2, ... begin, and all slopes and intercepts, as numbers; a mirrored table spread out."""
    spec = unit.spec
    thresholds, step = threshold_codes(unit), float(spec.input.decode(1))
    slopes, intercepts = spec.slope.decode(unit.slopes), spec.intercept.decode(unit.intercepts)
    if not spec.mirrored:
        return np.asarray(thresholds * step), slopes, intercepts
    left_slopes, left_intercepts = _reflected(spec.symmetry, slopes, intercepts)
    starts = np.concatenate((1 - thresholds[::-1], [0], thresholds)) * step
    return starts, np.concatenate((left_slopes[::-1], slopes)), np.concatenate((left_intercepts[::-1], intercepts))


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
