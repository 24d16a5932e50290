"""Fixed point: product plus intercept, rounded, and kept within the output format."""

from __future__ import annotations

from pwlact.datapath import fraction
from pwlact.formats import FixedPoint, Rounding
from pwlact.rtl.body import Body
from pwlact.rtl.design import Design
from pwlact.rtl.fixed.rounding import round_off
from pwlact.rtl.fixed.widths import BY_SIGN, Plan, by_sign
from pwlact.rtl.tables import Column
from pwlact.rtl.text import Range, Signal, joined, literal, repeated, span, wire


def addend_columns(plan: Plan) -> list[Column]:
    """Return the columns of intercepts, and of signs where products are rounded before."""
    columns = []
    if plan.shared < plan.total_width:
        stored = span([value >> plan.shared for value in plan.addends.values()])
        width = min(stored.width, plan.total_width - plan.shared)
        columns.append(
            Column(
                signal=Signal("intercept", width, signed=stored.signed),
                cells={key: value >> plan.shared for key, value in plan.addends.items()},
                remarks={key: f"intercept {line.real[1]!r}" for key, line in plan.lines.items()},
            )
        )
    signs = {
        "turn": {key: line.turn if plan.product_width else 0 for key, line in plan.lines.items()},
        "gate": {key: line.gate if plan.gate_width else 0 for key, line in plan.lines.items()},
    }
    return columns + [
        Column(signal=Signal(name, 1), cells=cells, remarks={}) for name, cells in signs.items() if any(cells.values())
    ]


def write_sum(body: Body, design: Design, plan: Plan) -> str:
    """Write the step from product and coefficients to the output; return the name of the result."""
    lines: list[str] = []
    parts = []
    if plan.product_width:
        parts.append(_product(body, design, plan, lines).resized(plan.total_width, plan.scale.lift))
    if "gate" in body.live:
        parts.append(_gated(body, design, plan, lines))
    addend = _addend(body, plan)
    parts += [addend] if addend else []
    total = body.watch(Signal("total", plan.total_width, signed=plan.total.signed))
    lines.append(total.declare("wire", " + ".join(parts) or literal(0, total.width)))
    rounded = body.watch(_round(body, design, plan, total, lines))
    lines.append(_within(body, design, plan, rounded))
    body.step("5: sum, rounded to the output format", lines)
    return "y"


def _product(body: Body, design: Design, plan: Plan, lines: list[str]) -> Signal:
    """Return the product as the sum takes it: rounded where the arithmetic is separate."""
    product = body.live["product"]
    if not plan.scale.dropped:
        return product
    turned = "turn" in body.live
    values = plan.rounded | (Range(~plan.rounded.high, ~plan.rounded.low) if turned else plan.rounded)
    width = min(values.width, plan.total_width - plan.scale.lift)
    rounded = Signal("rounded_product", width, signed=values.signed)
    mode = by_sign(design.spec.rounding, plan.product)
    lines += round_off(body, body.watch(product), plan.scale.dropped, mode, rounded)
    if not turned:
        return rounded
    lines.append("// the sign: the negative is the inverse plus one, which the intercept holds")
    result = Signal("turned", rounded.width, signed=rounded.signed)
    lines.append(result.declare("wire", f"{rounded.name} ^ {repeated(body.live['turn'].name, rounded.width)}"))
    return result


def _gated(body: Body, design: Design, plan: Plan, lines: list[str]) -> str:
    """Return the input where it is added to the sum, else 0."""
    x = body.live["x"]
    gated = Signal("gated", x.width, signed=x.signed)
    lines.append(gated.declare("wire", f"{x.name} & {repeated(body.live['gate'].name, x.width)}"))
    return gated.resized(plan.total_width, plan.scale.sum - fraction(design.spec.input))


def _addend(body: Body, plan: Plan) -> str:
    """Return the intercept in the sum's width: what is stored, and the bits that all have; empty for zero."""
    value = next(iter(plan.addends.values())) & ((1 << plan.shared) - 1)
    if plan.shared == plan.total_width:
        return literal(value, plan.shared) if value else ""
    intercept = body.live["intercept"]
    if not value:
        return intercept.resized(plan.total_width, plan.shared)
    return joined([intercept.resized(plan.total_width - plan.shared), literal(value, plan.shared)])


def _round(body: Body, design: Design, plan: Plan, total: Signal, lines: list[str]) -> Signal:
    """Return the sum without the bits that the output has no place for."""
    output, shift = design.spec.output, plan.scale.shift
    if shift <= 0:
        rounded = Signal("rounded", total.width - shift, signed=total.signed)
        lines.append(rounded.declare("wire", joined([body.read(total), *([f"{-shift}'d0"] if shift else [])])))
        return rounded
    folded = plan.mode not in BY_SIGN
    width = plan.outputs.width if plan.low or plan.high else min(plan.outputs.width, output.bits)
    rounded = Signal("rounded", width, signed=plan.outputs.signed)
    lines.append(f"// {plan.mode.value}{', the intercept holds what is added for it' if folded else ''}")
    if plan.mode is not Rounding.NEAREST_EVEN:
        lines += round_off(body, total, shift, Rounding.DOWN if folded else plan.mode, rounded)
        return rounded
    tie = f"|{body.read(total, shift - 1)}"
    upper = [body.read(total, shift + width - 1, shift + 1)] if width > 1 else []
    lines.append(wire("no_tie", 1, tie))
    lines.append(rounded.declare("wire", joined([*upper, f"{body.read(total, shift, shift)} & no_tie"])))
    return rounded


def _within(body: Body, design: Design, plan: Plan, rounded: Signal) -> str:
    """Return the declaration of the result: saturated where sums may lie beyond the format, else the low bits."""
    output = design.spec.output
    assert isinstance(output, FixedPoint)
    top = rounded.width - 1
    sign = body.read(rounded, top, top) if rounded.signed and (plan.low or plan.high) else ""
    body.read(rounded, min(top, output.bits - 1))
    value = rounded.resized(output.bits)
    if plan.low:
        beyond = f"{sign} & ~&{body.read(rounded, top - 1, output.bits - 1)}" if output.signed else sign
        value = f"{beyond} ? {literal(output.lowest, output.bits)} : {value}"
    if plan.high:
        beyond = f"|{body.read(rounded, top - rounded.signed, output.bits - output.signed)}"
        value = f"{f'~{sign} & ' if sign else ''}{beyond} ? {literal(output.highest, output.bits)} : {value}"
    return Signal("y", output.bits).declare("wire", value)
