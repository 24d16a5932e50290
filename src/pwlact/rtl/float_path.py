"""Floats, step by step."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pwlact.errors import RunError
from pwlact.formats import FloatFormat
from pwlact.functions import Symmetry
from pwlact.rtl.body import MULTIPLY, Body
from pwlact.rtl.design import Design
from pwlact.rtl.floating import float_modules
from pwlact.rtl.lookup import look_up
from pwlact.rtl.pieces import Key, Layout, Piece
from pwlact.rtl.tables import Column
from pwlact.rtl.text import Signal, literal

MODULE = re.compile(r"((?://[^\n]*\n)*)module (\w+) \((.*?)\);\n(.*?)endmodule", re.DOTALL)
PORT = re.compile(r"(input|output)\s+wire (\[\d+:0\]) (\w+)")


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

    product = Signal(name="product_bits", width=modules.product_width)
    named = {"slope": body.live["slope_code"].name, "x": body.live["x_code"].name, "product": product.name}
    block = _inlined(modules.text, modules.multiply, "multiplier", named)
    body.step("4: multiply", [product.declare("wire"), *block])
    body.carry([product])
    body.hold(
        MULTIPLY, ["product_bits", *(column.signal.name for column in columns if column.signal.name != "slope_code")]
    )

    total = Signal(name="y_code", width=format_.bits)
    named = {"product": body.live["product_bits"].name, "intercept": body.live["intercept_code"].name, "y": total.name}
    body.step("5: add", [total.declare("wire"), *_inlined(modules.text, modules.add, "adder", named)])
    return _reflected(body, format_, total) if "flip" in body.live else total.name


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


def _inlined(text: str, module: str, block: str, signals: Mapping[str, str]) -> list[str]:
    """Return a module as a named block, its ports connected: linters want a file for every module.

    Parameters
    ----------
    text : str
        Of modules.
    module, block : str
        Name of one of them, and of the block.
    signals : mapping of str to str
        What its ports are connected to.
    """
    remark, ports, lines = _module(text, module)
    inside = []
    outputs = []
    for direction, size, name in PORT.findall(ports):
        if direction == "input":
            inside.append(f"wire {size} {name} = {signals[name]};")
        else:
            inside.append(f"wire {size} {name};")
            outputs.append(f"assign {signals[name]} = {name};")
    return [
        *remark.splitlines(),
        f"generate if (1) begin : {block}",
        *(f"    {line}" for line in inside),
        *lines.rstrip().splitlines(),
        *(f"    {line}" for line in outputs),
        "end endgenerate",
    ]


def _module(text: str, name: str) -> tuple[str, str, str]:
    """Return the comment, the ports and the lines of a module."""
    for remark, found, ports, lines in MODULE.findall(text):
        if found == name:
            return remark, ports, lines
    raise RunError(f"the floating-point text must hold module {name}, got none; report this")


def _reflected(body: Body, format_: FloatFormat, total: Signal) -> str:
    """Write the sign's change for negative x, which a NaN is without; return the name of the result."""
    top = format_.bits - 1
    flip = body.live["flip"].name
    nan = f"({total.name} != {literal(format_.nan, format_.bits)})"
    value = f"{{{total.bits(top, top)} ^ ({flip} & {nan}), {total.bits(top - 1)}}}"
    result = Signal(name="reflected", width=format_.bits)
    body.step("reflect: f(-x) = -f(x), but a NaN has no sign", [result.declare("wire", value)])
    return result.name
