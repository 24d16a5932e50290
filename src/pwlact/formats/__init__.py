"""Number formats: fixed point and floats, their rounding, overflow and names."""

from pwlact.formats.fixed import FixedPoint, fewest_integer_bits
from pwlact.formats.floating import FloatFormat
from pwlact.formats.parse import Format, parse_format
from pwlact.formats.rounding import Overflow, Rounding, round_shift, round_whole

__all__ = [
    "FixedPoint",
    "FloatFormat",
    "Format",
    "Overflow",
    "Rounding",
    "fewest_integer_bits",
    "parse_format",
    "round_shift",
    "round_whole",
]
