"""Target c: a C99 header with one function from input code to output code, in integers alone.

Its behaviour is the same with every compiler: it shifts no negative number, and nothing overflows.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pwlact.datapath import Unit, order_key_limits
from pwlact.datapath.address import addresses
from pwlact.datapath.reflection import has_reflected_lines, reflected_codes
from pwlact.export.c_fixed import fixed_evaluation, wide_type
from pwlact.export.c_floating import floating_evaluation
from pwlact.export.source import Source, about, coded_unit, drop_unreachable
from pwlact.export.target import Target
from pwlact.export.text import c_array, c_integer, c_number, comment, guarded
from pwlact.formats import FixedPoint, Format

MAX_ADDRESSES = 1 << 12  # of a table of pieces; with more, a search finds the piece


def files(source: Source) -> Mapping[str, str]:
    """Return the header.

    Raises
    ------
    FormatError
        If there is no unit, or its sums have more than 62 bits.
    """
    unit = drop_unreachable(coded_unit(source, "c"))
    name, spec = source.symbol, unit.spec
    evaluation = fixed_evaluation(spec, name) if spec.fixed else floating_evaluation(unit, name)
    lines = [
        *comment([*source.note, *about(unit), _codes(unit)], "//"),
        "",
        "#include <stdint.h>",
        "",
        *_piece(unit, name),
        *_coefficients(unit, name),
        *evaluation,
    ]
    return {f"{name}.h": guarded(f"{name}.h", lines)}


def _codes(unit: Unit) -> str:
    """Return the codes that the function takes, for the comment."""
    format_ = unit.spec.input
    if isinstance(format_, FixedPoint):
        return f"takes codes of {format_.name}, {format_.lowest} to {format_.highest}"
    return "takes and returns the bits of floats"


def code_type(format_: Format) -> str:
    """Return the C type of a format's codes."""
    if isinstance(format_, FixedPoint):
        return c_integer(format_.lowest, format_.highest)
    return c_integer(0, (1 << format_.bits) - 1)


def _coefficients(unit: Unit, name: str) -> list[str]:
    """Return the tables of slopes and intercepts; of floats also those of reflected lines, for x < 0."""
    spec = unit.spec
    tables = {"slopes": (spec.slope, unit.slopes), "intercepts": (spec.intercept, unit.intercepts)}
    if has_reflected_lines(spec):
        slopes, intercepts = reflected_codes(spec, unit.slopes, unit.intercepts)
        tables |= {"slopes_below": (spec.slope, slopes), "intercepts_below": (spec.intercept, intercepts)}
    return [
        line
        for kind, (format_, codes) in tables.items()
        for line in (*c_array(code_type(format_), f"{name}_{kind}", codes.tolist()), "")
    ]


def _piece(unit: Unit, name: str) -> list[str]:
    """Return the function that finds the piece, by an address or by halving, and its table."""
    low, high = order_key_limits(unit.spec)
    float_type = "int32_t" if unit.spec.input.bits < 32 else "int64_t"  # holds order_key - low too
    kind = wide_type(unit.spec) if unit.spec.fixed else float_type
    head = [f"// the piece of an order key of the input, {low} to {high}"]
    declaration = f"static inline unsigned {name}_piece({kind} order_key)"
    first, last = addresses(unit.spec, np.array([low, high])).tolist()
    if unit.spec.addressed and last - first < MAX_ADDRESSES:
        return [*_addressed(unit, name, kind, first, last), "", *head, declaration, *_looked_up(unit, name, first), ""]
    if not unit.thresholds.size:
        return [*head, declaration, "{", "    (void)order_key;", "    return 0u;", "}", ""]
    return [
        *c_array(
            c_integer(min(int(unit.thresholds[0]), -1), int(unit.thresholds[-1])),
            f"{name}_begins",
            unit.thresholds.tolist(),
        ),
        "",
        *head,
        declaration,
        "{",
        "    unsigned low = 0u;",
        f"    unsigned high = {unit.thresholds.size}u;",
        "    while (low < high) {",
        "        const unsigned middle = (low + high) / 2u;",
        f"        if (order_key >= {name}_begins[middle]) {{",
        "            low = middle + 1u;",
        "        } else {",
        "            high = middle;",
        "        }",
        "    }",
        "    return low;",
        "}",
        "",
    ]


def _addressed(unit: Unit, name: str, kind: str, first: int, last: int) -> list[str]:
    """Return the table from addresses to pieces; by octaves also the function from an order key to its address."""
    begins = addresses(unit.spec, unit.thresholds)
    table = np.searchsorted(begins, np.arange(first, last + 1), side="right").tolist()
    lines = c_array(c_integer(0, unit.pieces - 1), f"{name}_pieces", table)
    if unit.spec.mantissa_bits is None:
        return lines
    m = unit.spec.mantissa_bits
    return [
        *lines,
        "",
        f"// the leading one of a distance, and {m} bits after it; inverted for a negative offset",
        f"static inline int {name}_address({kind} offset)",
        "{",
        f"    const {kind} distance = offset < 0 ? -(offset + 1) : offset;",
        "    int step = 0;",
        f"    while (distance >> step >> {m + 1} != 0) {{",
        "        step += 1;",
        "    }",
        f"    step = (step << {m}) + (int)(distance >> step);",
        "    return offset < 0 ? -step - 1 : step;",
        "}",
    ]


def _looked_up(unit: Unit, name: str, first: int) -> list[str]:
    """Return the body of the function that finds a piece by its address."""
    spec, low = unit.spec, order_key_limits(unit.spec)[0]
    if spec.mantissa_bits is not None:
        offset = f"order_key - {c_number(spec.base)}" if spec.base else "order_key"
        address = f"{name}_address({offset})" + (f" - {c_number(first)}" if first else "")
    else:
        origin = f"order_key - {c_number(low)}" if low else "order_key"  # never negative
        address = f"({origin}) >> {spec.address_shift}"
    return ["{", f"    return {name}_pieces[{address}];", "}"]


TARGET = Target("c", "C99 header, integers only, equal to the unit on every code", files)
