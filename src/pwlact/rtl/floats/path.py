"""The steps of a unit in floats."""

from __future__ import annotations

import numpy as np

from pwlact.datapath.reflection import reflected_codes
from pwlact.formats import FloatFormat
from pwlact.functions import Symmetry
from pwlact.rtl.body import MULTIPLY, Body
from pwlact.rtl.design import Design
from pwlact.rtl.floats.block import Block
from pwlact.rtl.floats.blocks import float_blocks, float_format
from pwlact.rtl.lookup import look_up
from pwlact.rtl.pieces import Key, Layout
from pwlact.rtl.tables import Column
from pwlact.rtl.text import Signal, joined, literal


def write_floats(body: Body, design: Design, layout: Layout) -> str:
    """Write the steps of a unit in floats; return the name of the result."""
    blocks, width = float_blocks(design.spec), design.spec.input.bits
    data = body.watch(Signal("in_data", width))
    x = Signal("x_code", width)
    body.step("input", [x.declare("wire", _input(body, design, data))])
    columns = _columns(design, layout)
    look_up(body, design, layout, columns, data, [x])
    parts = _multiply(body, design, blocks.multiply)
    body.hold(MULTIPLY, [*parts, *(column.signal.name for column in columns[1:])])
    total = _add(body, blocks.add, parts)
    return _reflected(body, float_format(design.spec), total) if "flip" in body.live else total.name


def _multiply(body: Body, design: Design, block: Block) -> list[str]:
    """Write the product; return the names of its parts, the upper first.

    An exact significand has a register of its own, as it comes from the multiplier: Yosys moves such a register into a
    DSP block, and loses what else is in it.
    """
    product = Signal("product_bits", block.output.width)
    factors = [body.live[name].name for name in ("slope_code", "x_code")]
    lines = [product.declare("wire"), *block.instance("multiplier", factors, product)]
    parts = [product]
    if design.spec.arithmetic == "fused":
        low = 2 * (float_format(design.spec).mantissa + 1)
        parts = [Signal("scale_bits", product.width - low), Signal("significand_bits", low)]
        lines += [
            parts[0].declare("wire", product.bits(product.width - 1, low)),
            parts[1].declare("wire", product.bits(low - 1)),
        ]
    body.step("4: multiply", lines)
    body.carry(parts)
    return [part.name for part in parts]


def _add(body: Body, block: Block, parts: list[str]) -> Signal:
    """Write the sum and return it."""
    total = Signal("y_code", block.output.width)
    terms = [joined([body.live[part].name for part in parts]), body.live["intercept_code"].name]
    body.step("5: add", [total.declare("wire"), *block.instance("adder", terms, total)])
    return total


def _input(body: Body, design: Design, data: Signal) -> str:
    """Return x, or |x| where the table is mirrored."""
    return f"{{1'b0, {body.read(data, data.width - 2)}}}" if design.mirrored else body.read(data)


def _columns(design: Design, layout: Layout) -> list[Column]:
    """Return the columns of coefficients, for x < 0 those of the reflected line, and of the sign of odd functions."""
    codes: dict[Key, tuple[int, int]] = {}
    for function, found in enumerate(layout.pieces):
        spec = design.units[function].spec
        for index, piece in found.items():
            codes[function, 0, index] = piece.slope, piece.intercept
            if design.mirrored:
                line = reflected_codes(spec, np.array(piece.slope), np.array(piece.intercept))
                codes[function, 1, index] = int(line[0]), int(line[1])
    width, decode = design.spec.input.bits, design.spec.input.decode
    columns = [
        Column(
            signal=Signal(f"{name}_code", width),
            cells={key: pair[at] for key, pair in codes.items()},
            remarks={key: f"{name} {float(decode(pair[at]))!r}" for key, pair in codes.items()},
        )
        for at, name in enumerate(("slope", "intercept"))
    ]
    flips = {key: int(key[1] and design.units[key[0]].spec.symmetry is Symmetry.ODD) for key in codes}
    if any(flips.values()):
        columns.append(Column(signal=Signal("flip", 1), cells=flips, remarks={}))
    return columns


def _reflected(body: Body, format_: FloatFormat, total: Signal) -> str:
    """Write the change of sign for negative x, which leaves a NaN as it is; return the name of the result."""
    top = format_.bits - 1
    flip = body.live["flip"].name
    number = f"({total.bits(top - 1)} != {literal(format_.nan, top)})"
    value = f"{{{total.bits(top, top)} ^ ({flip} & {number}), {total.bits(top - 1)}}}"
    result = Signal("reflected", format_.bits)
    body.step("reflect: f(-x) = -f(x), but a NaN stays as it is", [result.declare("wire", value)])
    return result.name
