"""What a notebook shows: a table and the picture."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from typing import Any

from pwlact.search.describe import GAP_MEANING, gap_text, number, objective_text, share
from pwlact.studies.audit_text import error_pairs, heading, verdict_pairs


def result(found: Any) -> str:
    """Return a result as HTML: its figures by key and value, and the approximation."""
    problem = found.problem
    low, high = problem.interval
    kinds = ("codes",) if found.unit is not None else ("data",) if problem.activation.noisy else ("exact", "grid")
    rows = [
        ("function", f"{problem.activation.name} on [{low:g}, {high:g}]"),
        ("segments", f"{found.fewest or problem.segments}, by {found.method}"),
        *((f"max error, {kind}", number(getattr(found.errors, kind).max)) for kind in kinds),
        *((f"mean error, {kind}", number(getattr(found.errors, kind).mean)) for kind in kinds),
    ]
    if found.fewest is None:
        rows.append((f"objective: {objective_text(problem.objective)}", number(found.objective)))
        rows += [("lower bound", number(found.lower_bound)), ("gap", gap_text(found.gap, problem))]
    if found.unit is not None:
        spec = found.unit.spec
        names = (spec.input.name, spec.slope.name, spec.intercept.name, spec.output.name)
        rows.append(("input, slope, intercept, output", ", ".join(names)))
    return _table(("", ""), rows) + _picture(found.plot())


def comparison(found: Any) -> str:
    """Return a comparison as HTML: a row for each method, with a note where it failed, and the picture."""
    rows = [(row.name, number(row.objective), share(row.gap), number(row.seconds), row.note) for row in found.rows]
    rows.append(("lower bound", number(found.lower_bound), "", "", ""))
    table = _table(("method", found.objective, "gap", "seconds", "note"), rows)
    return f"{table}<p>{escape(GAP_MEANING)}</p>{_picture(found.plot())}"


def audit(found: Any) -> str:
    """Return an audit as HTML: its figures by key and value, a row for each line, and the picture."""
    columns = ("begin", "end", "max_error", "at", "possible", "jump", "reversals")
    rows = [[number(getattr(row, name), ".5g") for name in columns] for row in found.rows]
    figures = [(heading(found), ""), *error_pairs(found), *verdict_pairs(found)]
    return _table(("", ""), figures) + _table(columns, rows) + _picture(found.plot())


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [_line("th", head)] if any(head) else []
    lines += [_line("td", row) for row in rows]
    return f"<table>{''.join(lines)}</table>"


def _line(tag: str, cells: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _picture(figure: Any) -> str:
    data = base64.b64encode(figure._repr_png_()).decode()
    return f'<img alt="approximation" src="data:image/png;base64,{data}">'
