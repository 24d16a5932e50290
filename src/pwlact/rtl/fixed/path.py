"""The steps of a fixed-point unit."""

from __future__ import annotations

from pwlact.formats import FixedPoint
from pwlact.rtl.body import MULTIPLY, Body
from pwlact.rtl.design import Design
from pwlact.rtl.fixed.shifts import columns_of, terms_of_slopes, write_terms
from pwlact.rtl.fixed.sum import addend_columns, write_sum
from pwlact.rtl.fixed.widths import Widths, widths_of
from pwlact.rtl.lookup import look_up
from pwlact.rtl.pieces import Layout
from pwlact.rtl.tables import Column
from pwlact.rtl.text import Signal, span


def write_fixed(body: Body, design: Design, layout: Layout) -> str:
    """Write the steps of a unit in fixed point; return the name of the result."""
    widths = widths_of(design, layout)
    terms = terms_of_slopes(widths) if design.spec.shift_terms else []
    factors = columns_of(terms) if design.spec.shift_terms else slope_columns(widths)
    addends = addend_columns(widths)
    data, x = write_input(body, design, widths)
    look_up(body, design, layout, [*factors, *addends], data, x)
    if widths.product_width:
        write_terms(body, widths, terms) if design.spec.shift_terms else write_product(body, widths)
    after = [column.signal.name for column in addends]
    after += ["x"] if "add_x" in after else []
    body.hold(MULTIPLY, [*(["product"] if widths.product_width else []), *after])
    return write_sum(body, design, widths)


def write_input(body: Body, design: Design, widths: Widths) -> tuple[Signal, list[Signal]]:
    """Write the input; return it, and the list of `x`, the bits of it that the arithmetic reads, if any.

    Where the arithmetic reads all bits, both are `x`.
    """
    input_ = design.spec.input
    assert isinstance(input_, FixedPoint)
    data = body.watch(Signal("in_data", input_.bits))
    width = max(min(widths.product_width, input_.bits), widths.add_x_width)
    if not width:
        return data, []
    x = Signal("x", width, signed=input_.signed)
    body.step("input", [x.declare("wire", body.read(data, width - 1))])
    if width < input_.bits:
        return data, [x]
    body.read(body.watch(x))
    return x, [x]


def slope_columns(widths: Widths) -> list[Column]:
    """Return the column of slopes; none where there is no product."""
    if not widths.product_width:
        return []
    slopes = span([line.slope for line in widths.lines.values()])
    return [
        Column(
            signal=Signal("slope", min(slopes.width, widths.product_width), signed=slopes.signed),
            cells={key: line.slope for key, line in widths.lines.items()},
            remarks={key: f"slope {line.real[0]!r}" for key, line in widths.lines.items()},
        )
    ]


def write_product(body: Body, widths: Widths) -> None:
    """Write the multiplier; its factors are as wide as the product, so that all tools agree on the width."""
    product = Signal("product", widths.product_width, signed=widths.product.signed)
    wide = [Signal(f"{name}_wide", product.width, signed=True) for name in ("slope", "x")]
    lines = [
        factor.declare("wire", body.live[name].resized(product.width))
        for name, factor in zip(("slope", "x"), wide, strict=True)
    ]
    lines.append(product.declare("wire", f"{wide[0].name} * {wide[1].name}"))
    body.step("4: multiply", lines)
    body.carry([product])
