"""Fixed point: product plus intercept, rounded, and saturated or wrapped to the output format."""

from __future__ import annotations

from pwlact.datapath import fraction
from pwlact.formats import FixedPoint, Rounding
from pwlact.rtl.body import Body
from pwlact.rtl.design import Design
from pwlact.rtl.fixed.rounding import round_off
from pwlact.rtl.fixed.widths import BY_SIGN, Widths, by_sign
from pwlact.rtl.tables import Column
from pwlact.rtl.text import Range, Signal, joined, literal, repeated, span, wire


def addend_columns(widths: Widths) -> list[Column]:
    """Return the columns of intercepts, and of `negate` and `add_x` where products are rounded."""
    columns = []
    if widths.shared < widths.total_width:
        stored = span([value >> widths.shared for value in widths.addends.values()])
        width = min(stored.width, widths.total_width - widths.shared)
        columns.append(
            Column(
                signal=Signal("intercept", width, signed=stored.signed),
                cells={key: value >> widths.shared for key, value in widths.addends.items()},
                remarks={key: f"intercept {line.real[1]!r}" for key, line in widths.lines.items()},
            )
        )
    signs = {
        "negate": {key: line.negate if widths.product_width else 0 for key, line in widths.lines.items()},
        "add_x": {key: line.add_x if widths.add_x_width else 0 for key, line in widths.lines.items()},
    }
    return columns + [
        Column(signal=Signal(name, 1), cells=cells, remarks={}) for name, cells in signs.items() if any(cells.values())
    ]


def write_sum(body: Body, design: Design, widths: Widths) -> str:
    """Write the step from product and coefficients to the output; return the name of the result."""
    lines: list[str] = []
    parts = []
    if widths.product_width:
        parts.append(_product(body, design, widths, lines).resized(widths.total_width, widths.scale.product_shift))
    if "add_x" in body.live:
        parts.append(_added_x(body, design, widths, lines))
    addend = _addend(body, widths)
    parts += [addend] if addend else []
    total = body.watch(Signal("total", widths.total_width, signed=widths.total.signed))
    lines.append(total.declare("wire", " + ".join(parts) or literal(0, total.width)))
    rounded = body.watch(_round(body, design, widths, total, lines))
    lines.append(_within(body, design, widths, rounded))
    body.step("5: sum, rounded to the output format", lines)
    return "y"


def _product(body: Body, design: Design, widths: Widths, lines: list[str]) -> Signal:
    """Return the product as it enters the sum: rounded where the arithmetic is separate."""
    product = body.live["product"]
    if not widths.scale.dropped:
        return product
    negated = "negate" in body.live
    values = widths.rounded | (Range(~widths.rounded.high, ~widths.rounded.low) if negated else widths.rounded)
    width = min(values.width, widths.total_width - widths.scale.product_shift)
    rounded = Signal("rounded_product", width, signed=values.signed)
    mode = by_sign(design.spec.rounding, widths.product)
    lines += round_off(body, body.watch(product), widths.scale.dropped, mode, rounded)
    if not negated:
        return rounded
    lines.append("// the sign: the negative is the inverse plus one, which the intercept holds")
    result = Signal("negated", rounded.width, signed=rounded.signed)
    lines.append(result.declare("wire", f"{rounded.name} ^ {repeated(body.live['negate'].name, rounded.width)}"))
    return result


def _added_x(body: Body, design: Design, widths: Widths, lines: list[str]) -> str:
    """Return the input where it is added to the sum, else 0."""
    x = body.live["x"]
    added_x = Signal("added_x", x.width, signed=x.signed)
    lines.append(added_x.declare("wire", f"{x.name} & {repeated(body.live['add_x'].name, x.width)}"))
    return added_x.resized(widths.total_width, widths.scale.sum - fraction(design.spec.input))


def _addend(body: Body, widths: Widths) -> str:
    """Return the intercept in the sum's width: the stored bits and those that all share; empty for zero."""
    value = next(iter(widths.addends.values())) & ((1 << widths.shared) - 1)
    if widths.shared == widths.total_width:
        return literal(value, widths.shared) if value else ""
    intercept = body.live["intercept"]
    if not value:
        return intercept.resized(widths.total_width, widths.shared)
    return joined([intercept.resized(widths.total_width - widths.shared), literal(value, widths.shared)])


def _round(body: Body, design: Design, widths: Widths, total: Signal, lines: list[str]) -> Signal:
    """Return the sum, rounded to the fraction bits of the output."""
    output, shift = design.spec.output, widths.scale.shift
    if shift <= 0:
        rounded = Signal("rounded", total.width - shift, signed=total.signed)
        lines.append(rounded.declare("wire", joined([body.read(total), *([f"{-shift}'d0"] if shift else [])])))
        return rounded
    folded = widths.mode not in BY_SIGN
    width = widths.outputs.width if widths.low or widths.high else min(widths.outputs.width, output.bits)
    rounded = Signal("rounded", width, signed=widths.outputs.signed)
    lines.append(f"// {widths.mode.value}{', the intercept includes its constant' if folded else ''}")
    if widths.mode is not Rounding.NEAREST_EVEN:
        lines += round_off(body, total, shift, Rounding.DOWN if folded else widths.mode, rounded)
        return rounded
    tie = f"|{body.read(total, shift - 1)}"
    upper = [body.read(total, shift + width - 1, shift + 1)] if width > 1 else []
    lines.append(wire("no_tie", 1, tie))
    lines.append(rounded.declare("wire", joined([*upper, f"{body.read(total, shift, shift)} & no_tie"])))
    return rounded


def _within(body: Body, design: Design, widths: Widths, rounded: Signal) -> str:
    """Return the declaration of the result: saturated where sums may exceed the format, else the low bits."""
    output = design.spec.output
    assert isinstance(output, FixedPoint)
    top = rounded.width - 1
    sign = body.read(rounded, top, top) if rounded.signed and (widths.low or widths.high) else ""
    body.read(rounded, min(top, output.bits - 1))
    value = rounded.resized(output.bits)
    if widths.low:
        beyond = f"{sign} & ~&{body.read(rounded, top - 1, output.bits - 1)}" if output.signed else sign
        value = f"{beyond} ? {literal(output.lowest, output.bits)} : {value}"
    if widths.high:
        beyond = f"|{body.read(rounded, top - rounded.signed, output.bits - output.signed)}"
        value = f"{f'~{sign} & ' if sign else ''}{beyond} ? {literal(output.highest, output.bits)} : {value}"
    return Signal("y", output.bits).declare("wire", value)
