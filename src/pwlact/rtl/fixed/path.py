"""Fixed point, step by step."""

from __future__ import annotations

from pwlact.formats import FixedPoint
from pwlact.rtl.body import MULTIPLY, Body
from pwlact.rtl.design import Design
from pwlact.rtl.fixed.shifts import columns_of, terms_of_plan, write_terms
from pwlact.rtl.fixed.sum import addend_columns, write_sum
from pwlact.rtl.fixed.widths import Plan, plan_of
from pwlact.rtl.lookup import look_up
from pwlact.rtl.pieces import Layout
from pwlact.rtl.tables import Column
from pwlact.rtl.text import Signal, span


def write_fixed(body: Body, design: Design, laid: Layout) -> str:
    """Write the steps of a unit in fixed point; return the name of the result."""
    plan = plan_of(design, laid)
    terms = terms_of_plan(plan) if design.spec.shift_terms else []
    factors = columns_of(terms) if design.spec.shift_terms else slope_columns(plan)
    addends = addend_columns(plan)
    data, x = write_input(body, design, plan)
    look_up(body, design, laid, [*factors, *addends], data, x)
    if plan.product_width:
        write_terms(body, plan, terms) if design.spec.shift_terms else write_product(body, plan)
    after = [column.signal.name for column in addends]
    after += ["x"] if "gate" in after else []
    body.hold(MULTIPLY, [*(["product"] if plan.product_width else []), *after])
    return write_sum(body, design, plan)


def write_input(body: Body, design: Design, plan: Plan) -> tuple[Signal, list[Signal]]:
    """Write the input as a number; return it, and as many of its bits as the arithmetic takes, `x`, if any.

    Where that is all of them, the two are one.
    """
    input_ = design.spec.input
    assert isinstance(input_, FixedPoint)
    data = body.watch(Signal("in_data", input_.bits))
    width = max(min(plan.product_width, input_.bits), plan.gate_width)
    if not width:
        return data, []
    x = Signal("x", width, signed=input_.signed)
    body.step("input", [x.declare("wire", body.read(data, width - 1))])
    if width < input_.bits:
        return data, [x]
    body.read(body.watch(x))
    return x, [x]


def slope_columns(plan: Plan) -> list[Column]:
    """Return the column of slopes, unless no product counts."""
    if not plan.product_width:
        return []
    slopes = span([line.slope for line in plan.lines.values()])
    return [
        Column(
            signal=Signal("slope", min(slopes.width, plan.product_width), signed=slopes.signed),
            cells={key: line.slope for key, line in plan.lines.items()},
            remarks={key: f"slope {line.real[0]!r}" for key, line in plan.lines.items()},
        )
    ]


def write_product(body: Body, plan: Plan) -> None:
    """Write the multiplier, whose factors are as wide as the product, so that all tools read it alike."""
    product = Signal("product", plan.product_width, signed=plan.product.signed)
    wide = [Signal(f"{name}_wide", product.width, signed=True) for name in ("slope", "x")]
    lines = [
        factor.declare("wire", body.live[name].resized(product.width))
        for name, factor in zip(("slope", "x"), wide, strict=True)
    ]
    lines.append(product.declare("wire", f"{wide[0].name} * {wide[1].name}"))
    body.step("4: multiply", lines)
    body.carry([product])
