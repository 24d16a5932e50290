"""Fixed point: product plus intercept, rounded, and kept within the output format."""

from __future__ import annotations

from pwlact.datapath import fraction
from pwlact.formats import FixedPoint, Rounding
from pwlact.rtl.body import Body
from pwlact.rtl.design import Design
from pwlact.rtl.plan import Plan
from pwlact.rtl.rounding import round_off
from pwlact.rtl.tables import Column
from pwlact.rtl.text import Signal, joined, literal, span


def addend_columns(plan: Plan) -> list[Column]:
    """Return the columns of intercepts, and of signs where products are rounded before."""
    values = {key: line.intercept + plan.bias + (line.turn << plan.scale.lift) for key, line in plan.lines.items()}
    shared = _shared_bits(list(values.values()), plan.total_width)
    columns = []
    if shared < plan.total_width:
        stored = span([value >> shared for value in values.values()])
        width = min(stored.width, plan.total_width - shared)
        columns.append(
            Column(
                signal=Signal(name="intercept", width=width, signed=stored.signed),
                cells={key: value >> shared for key, value in values.items()},
                remarks={key: f"intercept {line.real[1]!r}" for key, line in plan.lines.items()},
            )
        )
    for name in ("turn", "gate"):
        cells = {key: int(getattr(line, name)) for key, line in plan.lines.items()}
        if any(cells.values()):
            columns.append(Column(signal=Signal(name=name, width=1), cells=cells, remarks={}))
    return columns
