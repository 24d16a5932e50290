"""From the input to the coefficients of its piece: the first half of every unit."""

from __future__ import annotations

from pwlact.rtl.body import INDEX, TABLE, Body
from pwlact.rtl.design import Design
from pwlact.rtl.pieces import Layout, condition
from pwlact.rtl.select import find_key
from pwlact.rtl.tables import Column, tables
from pwlact.rtl.text import Signal


def look_up(
    body: Body, design: Design, layout: Layout, columns: list[Column], data: Signal, operands: list[Signal]
) -> None:
    """Write the steps that find the piece and give its coefficients.

    Parameters
    ----------
    body : Body
        Receives the steps; afterwards it carries the columns' signals and the operands.
    design, layout : Design, Layout
        The functions and their pieces.
    columns : list of Column
        Coefficients.
    data : Signal
        The input, watched.
    operands : list of Signal
        Signals made of the input that the arithmetic reads.
    """
    kept = [signal.name for signal in operands]
    body.carry(operands)
    parts = find_key(body, design, layout, {part for column in columns for part in column.needs}, data)
    body.hold(INDEX, [*kept, *(signal.name for signal in parts.values())])
    if columns:
        now = {part: body.live[signal.name] for part, signal in parts.items()}
        lines = tables(columns, now, lambda key, parts: condition(design, layout, key, parts))
        body.step("3: coefficients of the piece", lines)
    body.carry(column.settled for column in columns)
    body.hold(TABLE, [*kept, *(column.signal.name for column in columns)])
