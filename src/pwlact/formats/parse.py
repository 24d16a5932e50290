"""Number formats by name."""

from __future__ import annotations

import re

from pwlact.errors import FormatError
from pwlact.formats.fixed import FixedPoint
from pwlact.formats.floating import NAMED, FloatFormat

Format = FixedPoint | FloatFormat

EXAMPLES = "q4.12, uq0.16, fp16, bf16, fp8_e4m3, fp8_e5m2 or e6m9"


def parse_format(text: str) -> Format:
    """Return the format of a name.

    "q4.12" is signed fixed point with 4 integer bits, including the sign, and 12 fraction bits; "uq0.16" has no sign.
    "fp16", "bf16", "fp8_e4m3" and "fp8_e5m2" are the usual floats. "e6m9" is a float of 6 exponent and 9 mantissa bits,
    as in IEEE 754; "e4m3fn" is one without infinities.

    Raises
    ------
    FormatError
        If no format has the name, or it is no text.
    """
    if not isinstance(text, str):
        raise FormatError(f"a number format is given by name, got {text!r}; try 'q4.12'")
    name = text.strip().lower()
    if name in NAMED:
        return FloatFormat(*NAMED[name])
    fixed = re.fullmatch(r"(u?)q(-?\d{1,3})\.(-?\d{1,3})", name)
    if fixed:
        return FixedPoint(int(fixed[2]), int(fixed[3]), signed=not fixed[1])
    floating = re.fullmatch(r"e(\d{1,3})m(\d{1,3})(fn)?", name)
    if floating:
        return FloatFormat(int(floating[1]), int(floating[2]), infinities=not floating[3])
    raise FormatError(f"a number format is one of {EXAMPLES}, got {text[:40]!r}; try q4.12")
