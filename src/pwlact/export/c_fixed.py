"""C of a unit in fixed point."""

from __future__ import annotations

from pwlact.datapath import UnitSpec, fraction
from pwlact.datapath.fixed_point import MAX_SUM_BITS, sum_bits
from pwlact.errors import FormatError
from pwlact.export.text import c_integer, c_number
from pwlact.formats import FixedPoint, Overflow, Rounding
from pwlact.functions import Symmetry

INT32_BITS = 30  # of a sum in int32_t

ROUNDS_UP = {  # whether the floor grows by one; `rest` is the dropped part
    Rounding.NEAREST_EVEN: "rest > half || (rest == half && low % 2 != 0)",
    Rounding.NEAREST_AWAY: "rest > half || (rest == half && value >= 0)",
    Rounding.NEAREST_UP: "rest >= half",
    Rounding.TOWARD_ZERO: "rest > 0 && value < 0",
    Rounding.UP: "rest > 0",
}


def fixed_evaluation(spec: UnitSpec, name: str, *, several: bool = False) -> list[str]:
    """Return the lines of the function from input code to output code, and of the functions that it calls.

    Parameters
    ----------
    spec : UnitSpec
        What the unit is built like.
    name : str
        Name of the function; NAME_piece, NAME_slopes and NAME_intercepts are known.
    several : bool
        Whether the tables are of several units; the function and NAME_piece then take the unit's number first.

    Raises
    ------
    FormatError
        If a sum has more than 62 bits.
    """
    wide = wide_type(spec)
    product_shift, sum_shift = _shifts(spec)
    size = f"code < 0 ? -({wide})code : ({wide})code"
    body = [
        f"    const {wide} x = {size if _mirrored(spec) else 'code'};",
        f"    const unsigned k = {name}_piece({'function, ' * several}x);",
        f"    {wide} y = ({wide}){name}_slopes[k] * x;",
        *_rounded(name, product_shift),
        *_scaled("y", spec.sum_fraction - spec.product_fraction),
        f"    y += {_times(f'({wide}){name}_intercepts[k]', spec.sum_fraction - fraction(spec.intercept))};",
        *_reflected(spec),
        *_rounded(name, sum_shift),
        *_overflowed(spec, wide),
    ]
    rounding = _rounding(spec.rounding, name, wide) if max(product_shift, sum_shift) > 0 else []
    return [*rounding, *_declared(spec, name, several), "{", *body, "}"]


def wide_type(spec: UnitSpec) -> str:
    """Return the C type that holds every sum.

    Raises
    ------
    FormatError
        If sums have more than 62 bits.
    """
    bits = max(sum_bits(spec), *_shifts(spec))
    if bits > MAX_SUM_BITS:
        raise FormatError(
            f"target c takes sums of at most {MAX_SUM_BITS} bits, got {bits} with input {spec.input.name}, slope "
            f"{spec.slope.name}, intercept {spec.intercept.name} and output {spec.output.name}; use fewer fraction bits"
        )
    return "int32_t" if bits <= INT32_BITS else "int64_t"


def _shifts(spec: UnitSpec) -> tuple[int, int]:
    """Return the bits that rounding drops from the product and from the sum; negative where it appends zeros."""
    full = fraction(spec.slope) + fraction(spec.input)
    return full - spec.product_fraction, spec.sum_fraction - fraction(spec.output)


def _declared(spec: UnitSpec, name: str, several: bool) -> list[str]:
    kinds = [c_integer(f.lowest, f.highest) for f in (spec.input, spec.output) if isinstance(f, FixedPoint)]
    return [
        f"// the output code, of {spec.output.name}, of an input code, of {spec.input.name}",
        f"static inline {kinds[1]} {name}({'unsigned function, ' * several}{kinds[0]} code)",
    ]


def _mirrored(spec: UnitSpec) -> bool:
    return spec.mirrored and isinstance(spec.input, FixedPoint) and spec.input.signed


def _times(text: str, shift: int) -> str:
    """Return a number times 2**shift; C does not shift negative numbers."""
    return f"{text} * {c_number(1 << shift)}" if shift else text


def _scaled(variable: str, shift: int) -> list[str]:
    return [f"    {variable} *= {c_number(1 << shift)};"] if shift else []


def _rounded(name: str, shift: int) -> list[str]:
    """Return the statement that drops bits and rounds, or appends zeros."""
    return [f"    y = {name}_round(y, {shift});"] if shift > 0 else _scaled("y", -shift)


def _reflected(spec: UnitSpec) -> list[str]:
    """Return the statement that makes f(x) of f(|x|) for a negative x."""
    if not _mirrored(spec):
        return []
    match spec.symmetry:
        case Symmetry.ODD:
            value = "-y"
        case Symmetry.COMPLEMENTARY:
            value = f"{c_number(1 << spec.sum_fraction)} - y"
        case Symmetry.GATED:
            value = f"y - {_times('x', spec.sum_fraction - fraction(spec.input))}"
        case _:
            return []
    return ["    if (code < 0) {", f"        y = {value};", "    }"]


def _overflowed(spec: UnitSpec, wide: str) -> list[str]:
    """Return the last statements: a result beyond the output format saturates or wraps."""
    output = spec.output
    if not isinstance(output, FixedPoint):
        raise FormatError(f"a unit in fixed point has such an output, got {output.name}; choose a format such as q4.12")
    kind = c_integer(output.lowest, output.highest)
    low, high = c_number(output.lowest), c_number(output.highest)
    if spec.overflow is Overflow.SATURATE:
        return [f"    return ({kind})(y < {low} ? {low} : y > {high} ? {high} : y);"]
    size = f"(({wide})1 << {output.bits})"
    return [
        f"    y = ({wide})((u{wide})y & (u{wide})({size} - 1));",
        f"    return ({kind})(y > {high} ? y - {size} : y);",
    ]


def _rounding(rounding: Rounding, name: str, wide: str) -> list[str]:
    """Return the function that drops bits."""
    head = [
        f"// value / 2**shift, rounded ({rounding.value})",
        f"static inline {wide} {name}_round({wide} value, int shift)",
        "{",
        f"    const {wide} low = value < 0 ? ~(~value >> shift) : value >> shift;  // the floor",
    ]
    if rounding is Rounding.DOWN:
        return [*head, "    return low;", "}", ""]
    body = [f"    const {wide} rest = value - low * (({wide})1 << shift);"]
    if rounding.nearest:
        body.append(f"    const {wide} half = ({wide})1 << (shift - 1);")
    return [*head, *body, f"    return low + ({ROUNDS_UP[rounding]});", "}", ""]
