"""Floats, step by step."""

from __future__ import annotations

from pwlact.formats import FloatFormat
from pwlact.functions import Symmetry
from pwlact.rtl.body import MULTIPLY, Body
from pwlact.rtl.design import Design
from pwlact.rtl.floats.inline import inlined
from pwlact.rtl.floats.modules import FloatModules, float_modules
from pwlact.rtl.lookup import look_up
from pwlact.rtl.pieces import Key, Layout, Piece
from pwlact.rtl.tables import Column
from pwlact.rtl.text import Signal, joined, literal


def write_floats(body: Body, design: Design, laid: Layout) -> str:
    """Write the steps of a unit in floats; return the name of the result."""
    spec = design.spec
    format_ = spec.input
    assert isinstance(format_, FloatFormat)
    modules = float_modules(format_, spec.rounding, spec.overflow, spec.arithmetic, design.name)
    data = body.watch(Signal(name="in_data", width=format_.bits))
    x = Signal(name="x_code", width=format_.bits)
    body.step("input", [x.declare("wire", _input(body, design, data))])
    columns = _columns(design, laid)
    look_up(body, design, laid, columns, data, [x])
    parts = _multiply(body, design, modules)
    body.hold(MULTIPLY, [*parts, *(column.signal.name for column in columns[1:])])
    total = _add(body, format_, modules, parts)
    return _reflected(body, format_, total) if "flip" in body.live else total.name


def _multiply(body: Body, design: Design, modules: FloatModules) -> list[str]:
    """Write the product; return the names of its parts, the upper first.

    An exact significand has a register of its own, as it comes from the multiplier: Yosys moves such a register into a
    DSP block, and loses what else is in it.
    """
    product = Signal(name="product_bits", width=modules.product_width)
    ports = {"slope": body.live["slope_code"].name, "x": body.live["x_code"].name, "product": product.name}
    lines = [product.declare("wire"), *inlined(modules.text, modules.multiply, "multiplier", ports)]
    parts = [product]
    if design.spec.arithmetic == "fused":
        format_ = design.spec.input
        assert isinstance(format_, FloatFormat)
        low = 2 * (format_.mantissa + 1)
        parts = [
            Signal(name="scale_bits", width=product.width - low),
            Signal(name="significand_bits", width=low),
        ]
        lines += [
            parts[0].declare("wire", product.bits(product.width - 1, low)),
            parts[1].declare("wire", product.bits(low - 1)),
        ]
    body.step("4: multiply", lines)
    body.carry(parts)
    return [part.name for part in parts]


def _add(body: Body, format_: FloatFormat, modules: FloatModules, parts: list[str]) -> Signal:
    """Write the sum and return it."""
    total = Signal(name="y_code", width=format_.bits)
    product = joined([body.live[part].name for part in parts])
    ports = {"product": product, "intercept": body.live["intercept_code"].name, "y": total.name}
    body.step("5: add", [total.declare("wire"), *inlined(modules.text, modules.add, "adder", ports)])
    return total


def _input(body: Body, design: Design, data: Signal) -> str:
    """Return x, or |x| where the table is mirrored."""
    return f"{{1'b0, {body.read(data, data.width - 2)}}}" if design.mirrored else body.read(data)


def _columns(design: Design, laid: Layout) -> list[Column]:
    """Return the columns of coefficients, and of the sign where some function is odd."""
    pieces: dict[Key, Piece] = {
        (function, below, index): piece
        for function, found in enumerate(laid.pieces)
        for index, piece in found.items()
        for below in range(1 + design.mirrored)
    }
    width = design.spec.input.bits
    columns = [
        Column(
            signal=Signal(name=f"{name}_code", width=width),
            cells={key: int(getattr(piece, name)) for key, piece in pieces.items()},
            remarks={
                key: f"{name} {float(design.spec.input.decode(getattr(piece, name)))!r}"
                for key, piece in pieces.items()
            },
        )
        for name in ("slope", "intercept")
    ]
    flips = {key: int(key[1] and design.units[key[0]].spec.symmetry is Symmetry.ODD) for key in pieces}
    if any(flips.values()):
        columns.append(Column(signal=Signal(name="flip", width=1), cells=flips, remarks={}))
    return columns


def _reflected(body: Body, format_: FloatFormat, total: Signal) -> str:
    """Write the sign's change for negative x, but for a NaN's; return the name of the result."""
    top = format_.bits - 1
    flip = body.live["flip"].name
    number = f"({total.bits(top - 1)} != {literal(format_.nan, top)})"
    value = f"{{{total.bits(top, top)} ^ ({flip} & {number}), {total.bits(top - 1)}}}"
    result = Signal(name="reflected", width=format_.bits)
    body.step("reflect: f(-x) = -f(x), but a NaN stays as it is", [result.declare("wire", value)])
    return result.name
