"""What a unit in floats makes of NaN, infinity and overflow, in words for files and comments."""

from __future__ import annotations

from collections.abc import Mapping

from pwlact.datapath.spec import UnitSpec
from pwlact.formats import FloatFormat, Overflow

OCP = "OCP 8-bit Floating Point Specification, revision 1.0"


def special_values(spec: UnitSpec) -> Mapping[str, str]:
    """Return sentences under encoding, nan, infinity and overflow; none of a unit in fixed point.

    Parameters
    ----------
    spec : UnitSpec
        What the unit is built like.
    """
    format_ = spec.input
    if not isinstance(format_, FloatFormat):
        return {}
    return {
        "encoding": _encoding(format_),
        "nan": f"a NaN gives the NaN {format_.nan:#x}",
        "infinity": "an infinite input has the outer piece: a slope of zero gives the intercept, another an infinity"
        if format_.infinities
        else "no code is infinite",
        "overflow": _overflow(spec, format_),
    }


def _encoding(format_: FloatFormat) -> str:
    if format_.infinities:
        return f"{format_.name} has subnormals, infinities and NaN as IEEE 754 has them"
    name = (
        f"{format_.name} is OCP's E4M3 ({OCP})" if format_.name == "fp8_e4m3" else f"{format_.name} is like OCP's E4M3"
    )
    return (
        f"{name}: subnormals, no infinities, and NaN is {format_.nan:#x} and {format_.nan | 1 << (format_.bits - 1):#x}"
    )


def _overflow(spec: UnitSpec, format_: FloatFormat) -> str:
    largest = f"{format_.limits[1]:.7g}"
    if spec.overflow is Overflow.SATURATE:
        return f"a finite result beyond the largest number, {largest}, is held there"
    return f"a result beyond the largest number, {largest}, is {'infinity' if format_.infinities else 'NaN'}"
