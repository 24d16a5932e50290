"""Target sv: a SystemVerilog package of sorted thresholds, as FINN's thresholding takes them, and coefficients.

The piece of an input is the number of thresholds at or below its order key. A module beside the package counts them;
its port `place`, an interface that designs instantiate, is the order key.

A table is one vector, entry 0 in its lowest bits, since Icarus 11 and Yosys read no arrays in packages; for the same
reason the module names the package with each constant in place of an import.
"""

from __future__ import annotations

from collections.abc import Mapping

from pwlact.datapath import Unit, order_key_limits
from pwlact.export.source import Source, about, coded_unit, drop_unreachable
from pwlact.export.target import Target
from pwlact.export.text import comment
from pwlact.formats import FixedPoint, Format

INDEXING = (
    "entry k of a table is TABLE[k * BITS +: BITS], $signed(...) of that where numbers have a sign: THRESHOLDS do"
)


def files(source: Source) -> Mapping[str, str]:
    """Return the package, and the module from an order key to piece and coefficients.

    Raises
    ------
    FormatError
        If there is no unit.
    """
    unit = drop_unreachable(coded_unit(source, "sv"))
    spec, package = unit.spec, f"{source.symbol}_pkg"
    width = order_key_width(unit)
    thresholds = _table("THRESHOLDS", "THRESHOLD_BITS", unit.thresholds.tolist(), width) if unit.thresholds.size else []
    lines = [
        *comment([*source.note, _rule(unit), *about(unit), INDEXING], "//"),
        "",
        f"package {package};",
        "",
        "    /* verilator lint_off UNUSED */  // who imports it may need some of these only",
        f"    localparam int PIECES = {unit.pieces};",
        f"    localparam int THRESHOLD_BITS = {width};",
        f"    localparam int SLOPE_BITS = {spec.slope.bits};",
        f"    localparam int INTERCEPT_BITS = {spec.intercept.bits};",
        *_fractions(unit),
        "",
        *thresholds,
        *_table("SLOPES", "SLOPE_BITS", unit.slopes.tolist(), spec.slope.bits),
        *_table("INTERCEPTS", "INTERCEPT_BITS", unit.intercepts.tolist(), spec.intercept.bits),
        "    /* verilator lint_on UNUSED */",
        "",
        f"endpackage : {package}",
        "",
    ]
    return {f"{package}.sv": "\n".join(lines), f"{source.symbol}_piece.sv": _module(source, unit)}


def order_key_width(unit: Unit) -> int:
    """Return the bits of two's complement that hold every order key."""
    low, high = order_key_limits(unit.spec)
    return 1 + max(high.bit_length(), (~low).bit_length() if low < 0 else 0)


def _rule(unit: Unit) -> str:
    """Return the formula of the unit from its tables, for the comment."""
    y, code = ("T", "|x|") if unit.spec.mirrored else ("y", "x")
    order_key = (
        f"the code of {code}" if unit.spec.fixed else f"the bits of {code}, all but the sign inverted where it is set"
    )
    return f"{y} = SLOPES[k] * {code} + INTERCEPTS[k], k = number of THRESHOLDS at or below {order_key}"


def _fractions(unit: Unit) -> list[str]:
    """Return the fraction bits of fixed-point formats."""
    names = ("input", "slope", "intercept", "output")
    formats = [(name, getattr(unit.spec, name)) for name in names]
    return [
        f"    localparam int {name.upper()}_FRACTION = {format_.fraction};"
        for name, format_ in formats
        if isinstance(format_, FixedPoint)
    ]


def _signing(format_: Format) -> str:
    """Return the keyword for codes of a format: signed, or none."""
    return "signed " if isinstance(format_, FixedPoint) and format_.signed else ""


def _table(name: str, width: str, codes: list[int], bits: int) -> list[str]:
    """Return a table as one vector, a line for each code from the last to the first: its bits, its index and value."""
    ends = [" "] + [","] * (len(codes) - 1)
    lines = [
        f"        {bits}'h{code & ((1 << bits) - 1):0{-(-bits // 4)}x}{end}  // {i}: {code}"
        for i, (code, end) in enumerate(zip(codes, ends, strict=True))
    ]
    return [f"    localparam logic [{len(codes)} * {width} - 1:0] {name} = {{", *reversed(lines), "    };", ""]


def _module(source: Source, unit: Unit) -> str:
    """Return the module from an order key to piece and coefficients."""
    spec, name, package = unit.spec, f"{source.symbol}_piece", f"{source.symbol}_pkg"
    bits = max(1, (unit.pieces - 1).bit_length())
    count = [
        "    always_comb begin",
        "        piece = '0;",
        f"        for (int i = 0; i < {package}::PIECES - 1; i++) begin",
        f"            if (place >= $signed({_entry(package, 'THRESHOLD', 'i')}))",
        "                piece = piece + 1'b1;",
        "        end",
        "    end",
    ]
    one = ["    wire unused_ok = &{1'b0, place};", "    assign piece = '0;"]
    lines = [
        *comment([*source.note, _rule(unit), *about(unit)], "//"),
        "",
        f"module {name} (",
        f"    input  logic signed [{package}::THRESHOLD_BITS-1:0] place,",
        f"    output logic [{bits - 1}:0] piece,",
        f"    output logic {_signing(spec.slope)}[{package}::SLOPE_BITS-1:0] slope,",
        f"    output logic {_signing(spec.intercept)}[{package}::INTERCEPT_BITS-1:0] intercept",
        ");",
        "",
        *(count if unit.thresholds.size else one),
        f"    assign slope = {_entry(package, 'SLOPE', 'piece')};",
        f"    assign intercept = {_entry(package, 'INTERCEPT', 'piece')};",
        "",
        f"endmodule : {name}",
        "",
    ]
    return "\n".join(lines)


def _entry(package: str, name: str, index: str) -> str:
    """Return the expression of an entry of a table."""
    return f"{package}::{name}S[{index} * {package}::{name}_BITS +: {package}::{name}_BITS]"


TARGET = Target("sv", "SystemVerilog package: sorted thresholds, as for FINN's thresholding, and coefficients", files)
