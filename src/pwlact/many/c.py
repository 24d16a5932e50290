"""A family as a C99 header: one function from function number and input code to output code, in integers alone."""

from __future__ import annotations

from collections.abc import Mapping

from pwlact.errors import FormatError
from pwlact.export.c import code_type
from pwlact.export.c_fixed import fixed_evaluation, wide_type
from pwlact.export.text import c_array, c_integer, comment, guarded
from pwlact.many.family import Family
from pwlact.many.units import FamilyUnits
from pwlact.rtl import Design


def family_header(family: Family, design: Design) -> Mapping[str, str]:
    """Return the header, which computes what the units compute; its function takes the function's number first.

    Raises
    ------
    FormatError
        If the units are in floats, or their sums have more than 62 bits.
    """
    units, name = family.require_units(), design.name
    if not units.spec.fixed:
        raise FormatError(
            f"target c of a family is in fixed point, got {units.spec.input.name}; export verilog, json or csv"
        )
    size = units.slopes.shape[1]
    about = f"takes a function's number, 0 to {len(units) - 1}, and a code of {units.spec.input.name}"
    lines = [
        *comment([*design.note, about, f"{size} pieces for each function; what fewer leave over is never read"], "//"),
        "",
        "#include <stdint.h>",
        "",
        *_tables(units, name),
        *_piece(units, name),
        *fixed_evaluation(units.spec, name, several=True),
    ]
    return {f"{name}.h": guarded(f"{name}.h", lines)}


def _tables(units: FamilyUnits, name: str) -> list[str]:
    spec, begins = units.spec, units.thresholds
    tables = {
        "slopes": (code_type(spec.slope), units.slopes),
        "intercepts": (code_type(spec.intercept), units.intercepts),
    }
    if begins.size:
        tables["begins"] = (c_integer(min(int(begins.min()), -1), int(begins.max())), begins)
    return [
        line
        for kind, (type_, codes) in tables.items()
        for line in (*c_array(type_, f"{name}_{kind}", codes.ravel().tolist()), "")
    ]


def _piece(units: FamilyUnits, name: str) -> list[str]:
    """Return the function that finds the place of a piece in the tables: it counts the thresholds reached."""
    kind, size = wide_type(units.spec), units.slopes.shape[1]
    head = [
        "// the place of the piece of an order key of the input",
        f"static inline unsigned {name}_piece(unsigned function, {kind} order_key)",
        "{",
    ]
    if size == 1:
        return [*head, "    (void)order_key;", "    return function;", "}", ""]
    return [
        *head,
        "    unsigned k = 0u;",
        f"    for (unsigned i = 0u; i < {size - 1}u; ++i) {{",
        f"        k += order_key >= {name}_begins[function * {size - 1}u + i];",
        "    }",
        f"    return function * {size}u + k;",
        "}",
        "",
    ]
