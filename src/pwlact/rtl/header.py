"""The comment above the module of a unit."""

from __future__ import annotations

from pwlact.datapath.special import special_values
from pwlact.formats import FixedPoint, Format
from pwlact.functions import Symmetry
from pwlact.rtl.design import Design

ARITHMETIC = {
    "fused": "fused, the exact product plus the intercept is rounded once",
    "separate": "separate, the product is rounded, then the sum",
}
REFLECTION = {
    Symmetry.NONE: "none",
    Symmetry.ODD: "f(-x) = -f(x)",
    Symmetry.EVEN: "f(-x) = f(x)",
    Symmetry.COMPLEMENTARY: "f(-x) = 1 - f(x)",
    Symmetry.GATED: "f(-x) = f(x) - x",
}


def header(design: Design) -> list[str]:
    """Return the lines of the comment above the module."""
    rows = [
        (f"select {code}" if design.select_bits else "function", _function(design, code))
        for code in range(len(design.units))
    ]
    rows += _facts(design)
    width = max(len(name) for name, _ in rows)
    lines = [f"{name.ljust(width)}  {text}" for name, text in rows]
    return [f"// {_clean(line)}".rstrip() for line in [f"{design.name}: piecewise linear unit", *lines, *_note(design)]]


def _function(design: Design, code: int) -> str:
    unit = design.units[code]
    mirror = "" if not unit.spec.mirrored else f", the pieces of |x|; {REFLECTION[unit.spec.symmetry]}"
    return f"{design.functions[code]}, {unit.pieces} piece{'s' * (unit.pieces != 1)}{mirror}"


def _facts(design: Design) -> list[tuple[str, str]]:
    spec = design.spec
    rows = []
    if len(design.units) < 1 << design.select_bits:
        rows.append(("select", f"{len(design.units)} and above give {design.functions[0]}"))
    rows += [(name, ", ".join(_formats(design, name))) for name in ("input", "slope", "intercept", "output")]
    rows += [
        ("rounding", spec.rounding.value),
        *{"overflow": spec.overflow.value, **special_values(spec)}.items(),
        ("arithmetic", ARITHMETIC[spec.arithmetic]),
        ("selection", _selection(design)),
        (
            "product",
            f"slopes are sums of {spec.shift_terms} powers of two: by shifts"
            if spec.shift_terms
            else "by a multiplier",
        ),
        ("latency", f"{design.latency} clocks, one result a clock; rst clears out_valid, not data"),
    ]
    return rows


def _formats(design: Design, name: str) -> list[str]:
    """Return descriptions of the different formats of an input, output or coefficient over all functions."""
    formats: list[Format] = [getattr(unit.spec, name) for unit in design.units]
    return [_description(format_) for format_ in dict.fromkeys(formats)]


def _description(format_: Format) -> str:
    if isinstance(format_, FixedPoint):
        kind = "two's complement" if format_.signed else "no sign"
        return f"{format_.name} ({kind}, {format_.bits} bits, value = code * 2**{-format_.fraction})"
    return f"{format_.name} (sign, {format_.exponent} bits of exponent, {format_.mantissa} of mantissa)"


def _selection(design: Design) -> str:
    spec = design.spec
    return f"by the {spec.address_bits} leading bits" if spec.address_bits is not None else f"by {spec.selection}"


def _note(design: Design) -> list[str]:
    lines = [line for text in design.note for line in text.splitlines()]
    return ["", *lines] if lines else []


def _clean(line: str) -> str:
    """Replace unprintable characters, which could end a comment, by spaces."""
    return "".join(letter if letter.isprintable() else " " for letter in line)
