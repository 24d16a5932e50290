"""Products without a multiplier: sums of shifted inputs with signs."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact.datapath import terms_of
from pwlact.rtl.body import Body
from pwlact.rtl.fixed.widths import Widths
from pwlact.rtl.pieces import Key
from pwlact.rtl.tables import Column
from pwlact.rtl.text import Signal, repeated


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The k-th power of two of every slope.

    Parameters
    ----------
    name : str
        Start of its signals' names.
    least : int
        Its smallest exponent over all keys.
    columns : list of Column
        The exponent above `least`, the sign, and whether a key lacks the term; only the columns that are not all zero.
    """

    name: str
    least: int
    columns: list[Column]


def terms_of_slopes(widths: Widths) -> list[Term]:
    """Return the terms of all slopes, the largest of each first."""
    found = {
        key: [term for term in terms_of(line.slope) if term[1] < widths.product_width]
        for key, line in widths.lines.items()
    }
    count = max(len(terms) for terms in found.values())
    return [_term(widths, f"term{k}", {key: terms[k : k + 1] for key, terms in found.items()}) for k in range(count)]


def _term(widths: Widths, name: str, found: dict[Key, list[tuple[int, int]]]) -> Term:
    """Return a term from its sign and exponent by key; a key without it has an empty list."""
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
            remarks={key: f"slope {widths.lines[key].real[0]!r}" for key in values} if what == "shift" else {},
        )
        for what, values in cells.items()
        if any(values.values())
    ]
    return Term(name=name, least=least, columns=columns)


def columns_of(terms: list[Term]) -> list[Column]:
    """Return the columns of all terms."""
    return [column for term in terms for column in term.columns]


def write_terms(body: Body, widths: Widths, terms: list[Term]) -> None:
    """Write the sum of the terms; a negative term is inverted, and one is added."""
    product = Signal("product", widths.product_width, signed=widths.product.signed)
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
