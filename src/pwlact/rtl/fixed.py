"""Fixed point, step by step."""

from __future__ import annotations

from pwlact.datapath import fraction
from pwlact.formats import FixedPoint
from pwlact.rtl.body import INDEX, MULTIPLY, TABLE, Body
from pwlact.rtl.design import Design
from pwlact.rtl.pieces import Layout, where
from pwlact.rtl.plan import Plan, plan_of
from pwlact.rtl.select import find_key
from pwlact.rtl.sum import intercept_column, write_sum
from pwlact.rtl.tables import Column, tables
from pwlact.rtl.terms import term_columns, write_terms
from pwlact.rtl.text import Signal, span


def write_fixed(body: Body, design: Design, laid: Layout) -> str:
    """Write the steps of a unit in fixed point; return the name of the result."""
    plan = plan_of(design, laid)
    factors = term_columns(plan) if design.spec.shift_terms else slope_columns(plan)
    addends = [*intercept_column(plan), *sign_columns(plan)]
    columns = [*factors, *addends]
    x, operand = write_input(body, design, plan)
    parts = find_key(body, design, laid, {part for column in columns for part in column.needs}, x)
    body.carry([*operand, *parts.values()])
    body.hold(INDEX, names(operand) + names(parts.values()))
    if columns:
        now = {part: body.live[signal.name] for part, signal in parts.items()}
        lines = tables(columns, now, lambda key, kept: where(design, laid, key, kept))
        body.step("3: coefficients of the piece", lines)
    body.carry(column.settled for column in columns)
    body.hold(TABLE, names(operand) + names(column.signal for column in columns))
    ...
