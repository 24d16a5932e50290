"""Fixed point: coefficients, product, sum."""

from __future__ import annotations

from collections.abc import Mapping

from pwlact.datapath import fraction
from pwlact.formats import FixedPoint
from pwlact.rtl.body import INDEX as AFTER_INDEX
from pwlact.rtl.body import MULTIPLY, TABLE, Body
from pwlact.rtl.design import Design
from pwlact.rtl.increment import increment
from pwlact.rtl.lines import Line
from pwlact.rtl.pieces import Key, Layout, where
from pwlact.rtl.plan import Plan, by_sign, plan_of
from pwlact.rtl.select import find_key
from pwlact.rtl.sum import Addend, addend_of, write_sum
from pwlact.rtl.tables import Column, tables
from pwlact.rtl.terms import Term, product_of_terms, terms_of_lines
from pwlact.rtl.text import Range, Signal, span


def write_fixed(body: Body, design: Design, laid: Layout) -> str:
    """Write all steps of a fixed-point unit; return the name of the result."""
    plan = plan_of(design, laid)
    terms = terms_of_lines(plan) if design.spec.shift_terms else []
    addend = addend_of(plan)
    factors = [column for term in terms for column in term.columns] if design.spec.shift_terms else _slope(plan)
    columns = [*factors, *addend.columns, *_signs(plan)]

    x = _input(body, design)
    operand = _operand(body, design, plan, x)
    needed = {part for column in columns for part in column.needs}
    parts = find_key(body, design, laid, needed, x)
    held = body.hold(AFTER_INDEX, [*parts.values(), *([operand] if operand else [])])
    parts = {part: held[signal.name] for part, signal in parts.items()}
    if columns:
        lines = tables(columns, parts, lambda key, kept: where(design, laid, key, kept))
        body.step("3: coefficients of the piece", lines)
    live = [column.settled for column in columns] + ([held[operand.name]] if operand else [])
    now = dict(zip([signal.name for signal in live], body.hold(TABLE, live).values(), strict=True))


def _input(body: Body, design: Design) -> Signal:
    ...
