"""From the input to the key of the tables: its order key, and the piece that holds it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from pwlact.datapath.address import addresses
from pwlact.rtl.body import THRESHOLDS, Body
from pwlact.rtl.design import Design
from pwlact.rtl.octaves import octave_address
from pwlact.rtl.pieces import BELOW, INDEX, SELECT, Layout, condition
from pwlact.rtl.tables import Column, tables
from pwlact.rtl.text import Signal, joined, literal, repeated


def find_key(body: Body, design: Design, layout: Layout, needed: Collection[int], data: Signal) -> dict[int, Signal]:
    """Write the steps that find the key, and return its needed parts as they are named in `body.live`.

    Parameters
    ----------
    body : Body
        Receives the steps.
    design : Design
        Functions of the unit.
    layout : Layout
        Their pieces.
    needed : collection of int
        Parts of the key that some table depends on.
    data : Signal
        The input code, watched.
    """
    parts = {}
    thresholds = _threshold_columns(design, layout, data) if INDEX in needed else []
    lines = []
    if BELOW in needed or (INDEX in needed and design.mirrored and design.spec.fixed):
        parts[BELOW] = Signal("below_zero", 1)
        lines.append(parts[BELOW].declare("wire", body.read(data, data.width - 1, data.width - 1)))
    if INDEX in needed:
        order_key, more = _order_key(body, design, layout, data)
        lines += more
    if design.select_bits:
        varied = any(SELECT in column.needs for column in thresholds)
        parts[SELECT], more = _choice(body, design, SELECT in needed or varied)
        lines += more
    if lines:
        body.step("1: order key of the input", lines)
    tabled = [] if design.spec.addressed else [column for column in thresholds if column.needs]
    if tabled:
        table = tables(tabled, parts, lambda key, kept: condition(design, layout, key, kept))
        body.step("thresholds of the function", table)
        body.read(order_key)
        body.carry([order_key, *(column.signal for column in tabled)])
    body.carry(parts.values())
    body.hold(THRESHOLDS, body.live)
    if INDEX in needed:
        parts[INDEX] = Signal("index", layout.index_bits)
        find = _by_address if design.spec.addressed else _by_comparators
        title = "leading bits" if design.spec.address_bits is not None else design.spec.selection
        body.step(f"2: piece, found by {title}", find(body, design, layout, thresholds, order_key, parts))
        body.carry([parts[INDEX]])
    return {part: parts[part] for part in sorted(needed)}


def has_threshold_table(design: Design, layout: Layout) -> bool:
    """Tell whether comparators compare with thresholds that differ between functions."""
    distinct = {tuple(layout.thresholds(function)) for function in range(len(design.units))}
    return not design.spec.addressed and len(distinct) > 1


def _order_key(body: Body, design: Design, layout: Layout, data: Signal) -> tuple[Signal, list[str]]:
    """Return the number that is compared with the thresholds, and the lines that compute it."""
    n = data.width
    if design.spec.fixed and not design.mirrored:
        if data.signed == layout.order_keys.signed:
            return data, []
        order_key = body.watch(Signal("order_key", n, signed=layout.order_keys.signed))
        return order_key, [order_key.declare("wire", body.read(data))]
    if design.spec.fixed:
        order_key = body.watch(Signal("order_key", n))
        value = f"({body.read(data)} ^ {repeated('below_zero', n)}) + {Signal('below_zero', 1).resized(n)}"
        return order_key, ["// |x|, the most negative code's too", order_key.declare("wire", value)]
    if design.mirrored:
        order_key = body.watch(Signal("order_key", n - 1))
        return order_key, ["// bits of |x| ascend with it", order_key.declare("wire", body.read(data, n - 2))]
    order_key = body.watch(Signal("order_key", n, signed=True))
    sign, rest = body.read(data, n - 1, n - 1), body.read(data, n - 2)
    value = joined([sign, f"{rest} ^ {repeated(sign, n - 1)}"])
    return order_key, ["// integers that ascend with the floats, -0 just below 0", order_key.declare("wire", value)]


def _choice(body: Body, design: Design, needed: bool) -> tuple[Signal, list[str]]:
    """Return the number of the function, 0 for a `select` beyond the last, and the lines that compute it."""
    width, count = design.select_bits, len(design.units)
    select = body.watch(Signal("select", width))
    if not needed or count == 1 << width:
        return Signal(body.read(select) if needed else select.name, width), []
    chosen = Signal("chosen", width)
    asked = body.read(select)
    value = f"{asked} < {literal(count, width)} ? {asked} : {literal(0, width)}"
    return chosen, [chosen.declare("wire", value)]


def _threshold_columns(design: Design, layout: Layout, data: Signal) -> list[Column]:
    """Return the thresholds 1, 2, ... of all functions."""
    width = data.width if design.spec.fixed or not design.mirrored else data.width - 1
    by_function = [layout.thresholds(function) for function in range(len(design.units))]
    return [
        Column(
            signal=Signal(f"threshold_{k}", width, signed=layout.order_keys.signed),
            cells={(function, 0, 0): thresholds[k - 1] for function, thresholds in enumerate(by_function)},
            remarks={},
        )
        for k in range(1, layout.size)
    ]


def _by_comparators(
    body: Body, design: Design, layout: Layout, thresholds: list[Column], order_key: Signal, parts: dict[int, Signal]
) -> list[str]:
    """Return the lines that count the thresholds at or below the order key."""
    body.read(order_key)
    here = body.live.get(order_key.name, order_key).name
    lines = [f"wire [{layout.size - 1}:1] reached;"]
    for k, column in enumerate(thresholds, 1):
        value = column.cells[0, 0, 0]
        known = literal(value, order_key.width, order_key.signed)
        threshold = body.live[column.signal.name].name if column.needs else known
        remark = "" if column.needs else f" // {_edge(design, value)}"
        lines.append(f"assign reached[{k}] = {here} >= {threshold};{remark}")
    index = parts[INDEX]
    lines.append(index.declare("wire"))
    return lines + [f"assign {index.bits(b, b)} = {_index_bit(b, layout)};" for b in reversed(range(index.width))]


def _index_bit(bit: int, layout: Layout) -> str:
    """Return one bit of the number of reached thresholds: 1 from odd multiples of 2**bit to the next even one."""
    step = 1 << bit
    terms = []
    for k in range(step, layout.size, 2 * step):
        beyond = f" & ~reached[{k + step}]" if k + step < layout.size else ""
        terms.append(f"(reached[{k}]{beyond})" if beyond else f"reached[{k}]")
    return " | ".join(terms)


def _by_address(
    body: Body, design: Design, layout: Layout, thresholds: list[Column], order_key: Signal, parts: dict[int, Signal]
) -> list[str]:
    """Return the lines of a table from the address of the order key to the piece."""
    address, lines = _address(body, design, layout, order_key)
    chosen = any(SELECT in column.needs for column in thresholds)
    key = ([parts[SELECT].name] if chosen else []) + [address.name]
    lines += [parts[INDEX].declare("reg"), "always @*", f"    casez ({joined(key)})"]
    last = layout.size - 1
    for function, pieces in enumerate(layout.pieces if chosen else layout.pieces[:1]):
        for index in (index for index in range(last) if index in pieces):
            first, end = addresses(design.spec, np.array([pieces[index].first, pieces[index].last])).tolist()
            lines.append(f"        // {condition(design, layout, (function, 0, index), (SELECT, INDEX))}")
            lines += [
                f"        {_pattern(function, start, address.width, design.select_bits * chosen, free)}: "
                f"index = {literal(index, layout.index_bits)};"
                for start, free in blocks(first, end + 1)
            ]
    rest = "the last piece of each" if chosen else condition(design, layout, (0, 0, last), (INDEX,))
    return [*lines, f"        default: index = {literal(last, layout.index_bits)}; // {rest}", "    endcase"]


def _address(body: Body, design: Design, layout: Layout, order_key: Signal) -> tuple[Signal, list[str]]:
    """Return the address of the order key, and the lines that compute it."""
    if design.spec.mantissa_bits is not None:
        body.read(order_key)
        return octave_address(design.spec, layout.order_keys, order_key)
    shift = design.spec.address_shift
    address = Signal("address", order_key.width - shift)
    return address, [address.declare("wire", body.read(order_key, order_key.width - 1, shift))]


def blocks(first: int, after: int) -> Iterator[tuple[int, int]]:
    """Yield the fewest aligned blocks that make up the integers from first, before after: (start, bits of its size).

    For 3 to 9 they begin at 3, 4 and 8 and have 1, 4 and 1 numbers.
    """
    while first < after:
        bits = (after - first).bit_length() - 1
        if first:
            bits = min(bits, (first & -first).bit_length() - 1)
        yield first, bits
        first += 1 << bits


def _pattern(function: int, address: int, width: int, select_bits: int, free: int) -> str:
    """Return a binary literal of {function, address} with `free` open bits at its end."""
    code = (function << width) | (address & ((1 << width) - 1))
    size = width + select_bits
    return f"{size}'b{code >> free:0{size - free}b}{'?' * free}"


def _edge(design: Design, order_key: int) -> str:
    value = float(design.spec.input.decode(design.spec.input.from_order(order_key)))
    return f"{'|x|' if design.mirrored else 'x'} >= {value!r}"
