"""From the input to the key of the tables: its place, and the piece that it lies in."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pwlact.rtl.body import Body
from pwlact.rtl.design import Design
from pwlact.rtl.pieces import BELOW, INDEX, SELECT, Layout, where
from pwlact.rtl.tables import Column, tables
from pwlact.rtl.text import Signal, joined, literal, repeated


def find_key(body: Body, design: Design, laid: Layout, needed: Collection[int], data: Signal) -> dict[int, Signal]:
    """Write the steps that find the key, and return the signals of those parts of it that are needed.

    Parameters
    ----------
    body : Body
        To write into.
    design : Design
        Whose functions they are.
    laid : Layout
        Its pieces.
    needed : collection of int
        Parts of the key that some table depends on.
    data : Signal
        The input code, watched.
    """
    parts = {}
    thresholds = _cut_columns(design, laid, data) if INDEX in needed else []
    lines = []
    if BELOW in needed or (INDEX in needed and design.mirrored and design.spec.fixed):
        parts[BELOW] = Signal("below_zero", 1)
        lines.append(parts[BELOW].declare("wire", body.read(data, data.width - 1, data.width - 1)))
    if INDEX in needed:
        place, placing = _place(body, design, laid, data)
        lines += placing
    if design.select_bits:
        chosen, choosing = _choice(
            body, design, SELECT in needed or any(SELECT in column.needs for column in thresholds)
        )
        parts[SELECT] = chosen
        lines += choosing
    if lines:
        body.step("1: place of the input", lines)
    if INDEX in needed:
        parts[INDEX] = Signal("index", laid.index_bits)
        addressed = design.spec.address_bits is not None
        find = _by_address if addressed else _by_comparators
        title = "leading bits" if addressed else "comparators"
        body.step(f"2: piece, found by {title}", find(body, design, laid, thresholds, place, parts))
    return {part: parts[part] for part in sorted(needed)}


def _place(body: Body, design: Design, laid: Layout, data: Signal) -> tuple[Signal, list[str]]:
    """Return what is compared with the cuts, and the lines that make it."""
    n = data.width
    if design.spec.fixed and not design.mirrored:
        if data.signed == laid.places.signed:
            return data, []
        place = body.watch(Signal("place", n, signed=laid.places.signed))
        return place, [place.declare("wire", body.read(data))]
    if design.spec.fixed:
        place = body.watch(Signal("place", n))
        value = f"({body.read(data)} ^ {repeated('below_zero', n)}) + {Signal('below_zero', 1).resized(n)}"
        return place, ["// |x|, the most negative code's too", place.declare("wire", value)]
    if design.mirrored:
        place = body.watch(Signal("place", n - 1))
        return place, ["// bits of |x| ascend with it", place.declare("wire", body.read(data, n - 2))]
    place = body.watch(Signal("place", n, signed=True))
    sign, rest = body.read(data, n - 1, n - 1), body.read(data, n - 2)
    value = joined([sign, f"{rest} ^ {repeated(sign, n - 1)}"])
    return place, ["// integers that ascend with the floats, -0 just below 0", place.declare("wire", value)]


def _choice(body: Body, design: Design, needed: bool) -> tuple[Signal, list[str]]:
    """Return the number of the function: 0 where there is none of the number asked for."""
    width, count = design.select_bits, len(design.units)
    select = body.watch(Signal("select", width))
    if not needed or count == 1 << width:
        return Signal(body.read(select) if needed else select.name, width), []
    chosen = Signal("chosen", width)
    asked = body.read(select)
    value = f"{asked} < {literal(count, width)} ? {asked} : {literal(0, width)}"
    return chosen, [chosen.declare("wire", value)]


def _cut_columns(design: Design, laid: Layout, data: Signal) -> list[Column]:
    """Return the cuts 1, 2, ... of all functions."""
    signed = laid.places.signed
    width = data.width if design.spec.fixed or not design.mirrored else data.width - 1
    by_function = [laid.thresholds(function) for function in range(len(design.units))]
    return [
        Column(
            signal=Signal(f"cut_{k}", width, signed=signed),
            cells={(function, 0, 0): thresholds[k - 1] for function, thresholds in enumerate(by_function)},
            remarks={},
        )
        for k in range(1, laid.size)
    ]


def _by_comparators(
    body: Body, design: Design, laid: Layout, thresholds: list[Column], place: Signal, parts: dict[int, Signal]
) -> list[str]:
    """Return the lines that count the cuts that the place has reached."""
    here = body.read(place)
    varied = [column for column in thresholds if column.needs]
    lines = tables(varied, parts, lambda key, kept: where(design, laid, key, kept)) if varied else []
    lines.append(f"wire [{laid.size - 1}:1] reached;")
    for k, column in enumerate(thresholds, 1):
        cut = column.signal.name if column.needs else literal(column.cells[0, 0, 0], place.width, place.signed)
        remark = "" if column.needs else f" // {_edge(design, column.cells[0, 0, 0])}"
        lines.append(f"assign reached[{k}] = {here} >= {cut};{remark}")
    index = parts[INDEX]
    lines.append(index.declare("wire"))
    return lines + [f"assign {index.bits(b, b)} = {_index_bit(b, laid)};" for b in reversed(range(index.width))]


def _index_bit(bit: int, laid: Layout) -> str:
    """Return one bit of how many are reached: set from odd multiples of 2**bit on, up to the next even one."""
    step = 1 << bit
    terms = []
    for k in range(step, laid.size, 2 * step):
        beyond = f" & ~reached[{k + step}]" if k + step < laid.size else ""
        terms.append(f"(reached[{k}]{beyond})" if beyond else f"reached[{k}]")
    return " | ".join(terms)


def _by_address(
    body: Body, design: Design, laid: Layout, thresholds: list[Column], place: Signal, parts: dict[int, Signal]
) -> list[str]:
    """Return the lines of a table from the leading bits of the place to the piece."""
    address_shift = design.spec.address_shift
    width = place.width - address_shift
    chosen = any(SELECT in column.needs for column in thresholds)
    address = Signal("address", width)
    key = ([parts[SELECT].name] if chosen else []) + [address.name]
    lines = [
        address.declare("wire", body.read(place, place.width - 1, address_shift)),
        parts[INDEX].declare("reg"),
        "always @*",
        f"    casez ({joined(key)})",
    ]
    size = width + design.select_bits * chosen
    last = laid.size - 1
    for function, pieces in enumerate(laid.pieces if chosen else laid.pieces[:1]):
        for index in range(last):
            if index in pieces:
                first, after = pieces[index].first >> address_shift, (pieces[index].last + 1) >> address_shift
                lines.append(f"        // {where(design, laid, (function, 0, index), (SELECT, INDEX))}")
                lines += [
                    f"        {_pattern((function << width) | (start & ((1 << width) - 1)), size, bits)}: "
                    f"index = {literal(index, laid.index_bits)};"
                    for start, bits in blocks(first, after)
                ]
    rest = "the last piece of each" if chosen else where(design, laid, (0, 0, last), (INDEX,))
    return [*lines, f"        default: index = {literal(last, laid.index_bits)}; // {rest}", "    endcase"]


def blocks(first: int, after: int) -> Iterator[tuple[int, int]]:
    """Return the fewest aligned blocks that make up the integers from first, before after: (start, bits of its size).

    For 3 to 9 they begin at 3, 4 and 8 and have 1, 4 and 1 numbers.
    """
    while first < after:
        bits = (after - first).bit_length() - 1
        if first:
            bits = min(bits, (first & -first).bit_length() - 1)
        yield first, bits
        first += 1 << bits


def _pattern(code: int, width: int, free: int) -> str:
    """Return a binary literal whose lowest bits are free."""
    return f"{width}'b{code >> free:0{width - free}b}{'?' * free}"


def _edge(design: Design, place: int) -> str:
    value = float(design.spec.input.decode(design.spec.input.from_order(place)))
    return f"{'|x|' if design.mirrored else 'x'} >= {value!r}"
