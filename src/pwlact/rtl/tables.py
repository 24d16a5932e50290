"""Tables: `case` statements that map a key, or the parts of it that count, to coefficients."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby

from pwlact.rtl.pieces import BELOW, INDEX, SELECT, Key
from pwlact.rtl.text import Signal, joined, literal

Remark = Callable[[Key, tuple[int, ...]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A value for each key.

    Parameters
    ----------
    signal : Signal
        Carries the value.
    cells : mapping
        Values by key; other keys do not occur.
    remarks : mapping
        A comment for each value, by key; may be empty.
    """

    signal: Signal
    cells: Mapping[Key, int]
    remarks: Mapping[Key, str]

    @property
    def needs(self) -> tuple[int, ...]:
        """The parts of the key that the value depends on."""
        kept: tuple[int, ...] = (SELECT, BELOW, INDEX)
        for part in (BELOW, SELECT, INDEX):
            fewer = tuple(other for other in kept if other != part)
            pairs = {(_reduced(key, fewer), value) for key, value in self.cells.items()}
            if len(pairs) == len({key for key, _ in pairs}):
                kept = fewer
        return kept

    @property
    def settled(self) -> Signal:
        """The signal, marked as constant where it depends on no part."""
        return dataclasses.replace(self.signal, constant=not self.needs)


def tables(columns: list[Column], parts: Mapping[int, Signal], remark: Remark) -> list[str]:
    """Return the lines of tables.

    Parameters
    ----------
    columns : list of Column
        Columns that depend on the same parts of the key share a table.
    parts : mapping of int to Signal
        Signals of the key's parts.
    remark : callable
        From a key and the parts that count to a comment: the inputs of the row.
    """
    lines: list[str] = []
    for kept, found in groupby(sorted(columns, key=_needs), key=_needs):
        group = list(found)
        if not kept:
            lines += [_constant(column) for column in group]
            continue
        copies = [column for column in group if len(kept) == 1 and _copies(column, kept[0])]
        lines += [column.signal.declare("wire", parts[kept[0]].name) for column in copies]
        rest = [column for column in group if column not in copies]
        lines += _case(rest, kept, parts, remark) if rest else []
    return lines


def _needs(column: Column) -> tuple[int, ...]:
    return column.needs


def _copies(column: Column, part: int) -> bool:
    """Tell whether a column equals a part of the key, one bit wide."""
    return column.signal.width == 1 and all(value == key[part] for key, value in column.cells.items())


def _case(group: list[Column], kept: tuple[int, ...], parts: Mapping[int, Signal], remark: Remark) -> list[str]:
    """Return one case statement; the last row is the default, also for keys that do not occur."""
    width = sum(parts[part].width for part in kept)
    rows: dict[tuple[int, ...], Key] = {}
    for key in sorted(group[0].cells):
        rows.setdefault(_reduced(key, kept), key)
    target = joined([column.signal.name for column in group])
    lines = [column.signal.declare("reg") for column in group]
    lines += ["always @*", f"    case ({joined([parts[part].name for part in kept])})"]
    last = max(rows)
    for reduced, key in sorted(rows.items()):
        label = literal(_packed(reduced, [parts[part].width for part in kept]), width)
        label = "default" if reduced == last else label
        cells = joined([_cell(column, key) for column in group])
        said = [remark(key, kept), *(column.remarks[key] for column in group if key in column.remarks)]
        lines.append(f"        {label}: {target} = {cells}; // {', '.join(dict.fromkeys(said))}")
    return [*lines, "    endcase"]


def _cell(column: Column, key: Key) -> str:
    return literal(column.cells[key], column.signal.width)


def _constant(column: Column) -> str:
    """Return the declaration of a column that depends on no part."""
    key = next(iter(column.cells))
    remark = f" // {column.remarks[key]}" if column.remarks else ""
    return column.settled.declare("wire", _cell(column, key)) + remark


def _reduced(key: Key, kept: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(key[part] for part in kept)


def _packed(values: tuple[int, ...], widths: list[int]) -> int:
    code = 0
    for value, width in zip(values, widths, strict=True):
        code = (code << width) | value
    return code
