"""Products without a multiplier: sums of the input, shifted and with signs."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact.datapath import terms_of
from pwlact.rtl.body import Body
from pwlact.rtl.fixed.widths import Plan
from pwlact.rtl.pieces import Key
from pwlact.rtl.tables import Column
from pwlact.rtl.text import Signal, repeated


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One of the powers of two that slopes are sums of.

    Parameters
    ----------
    name : str
        Start of its signals' names.
    least : int
        Its smallest exponent; the table holds how far each is above.
    columns : list of Column
        Of the shift, of whether it is subtracted, of whether it is there; those that vary at all.
    """

    name: str
    least: int
    columns: list[Column]


def terms_of_plan(plan: Plan) -> list[Term]:
    """Return the terms of all slopes, the largest of each first."""
    found = {
        key: [term for term in terms_of(line.slope) if term[1] < plan.product_width] for key, line in plan.lines.items()
    }
    most = max(len(terms) for terms in found.values())
    return [_term(plan, f"term{k}", {key: terms[k : k + 1] for key, terms in found.items()}) for k in range(most)]


def _term(plan: Plan, name: str, found: dict[Key, list[tuple[int, int]]]) -> Term:
    """Return a term from its sign and exponent by key, where it is there."""
    least = min(exponent for terms in found.values() for _, exponent in terms)
    cells = {
        "shift": {key: terms[0][1] - least if terms else 0 for key, terms in found.items()},
        "negate": {key: int(bool(terms) and terms[0][0] < 0) for key, terms in found.items()},
        "absent": {key: int(not terms) for key, terms in found.items()},
    }
    columns = [
        Column(
            signal=Signal(f"{name}_{what}", max(values.values()).bit_length()),
            cells=values,
            remarks={key: f"slope {plan.lines[key].real[0]!r}" for key in values} if what == "shift" else {},
        )
        for what, values in cells.items()
        if any(values.values())
    ]
    return Term(name=name, least=least, columns=columns)


def columns_of(terms: list[Term]) -> list[Column]:
    """Return the columns of all terms."""
    return [column for term in terms for column in term.columns]


def write_terms(body: Body, plan: Plan, terms: list[Term]) -> None:
    """Write the sum of the terms; one that is subtracted is inverted, and has one added."""
    product = Signal("product", plan.product_width, signed=plan.product.signed)
    lines, parts, ones = [], [], []
    for term in terms:
        shift, negate, absent = (body.live.get(f"{term.name}_{what}") for what in ("shift", "negate", "absent"))
        value = body.live["x"].resized(product.width, term.least)
        if shift:
            start = Signal(f"{term.name}_least", product.width)
            lines.append(start.declare("wire", value))
            value = f"({start.name} << {shift.name})"
        value += f" & ~{repeated(absent.name, product.width)}" if absent else ""
        whole = Signal(term.name, product.width)
        if negate:
            value = f"({value}) ^ {repeated(negate.name, product.width)}"
            ones.append(negate.resized(product.width))
        lines.append(whole.declare("wire", value))
        parts.append(whole.name)
    lines.append(product.declare("wire", " + ".join([*parts, *ones])))
    body.step("4: multiply, by shifts", lines)
    body.carry([product])
