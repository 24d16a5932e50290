"""A search as the page shows it: a headline, and HTML and figures of the report's sections, in two parts.

The first part is what a slider is moved for; the second follows once it rests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pwlact.area.model import area_estimate
from pwlact.datapath import Unit
from pwlact.errors import FormatError
from pwlact.report.explore.ask import Ask
from pwlact.report.explore.found import Found, find
from pwlact.report.page import article, figures_of
from pwlact.report.section import Section
from pwlact.report.sections import SECTIONS
from pwlact.report.sections.curves import curves
from pwlact.report.sections.summary import summary
from pwlact.report.subject import Subject
from pwlact.search.describe import bound_text
from pwlact.search.facts import finding
from pwlact.search.result import Result

Make = Callable[[Subject], Section | None]
ID = "live"
FIRST: tuple[Make, ...] = (curves, summary)
REST = tuple(make for make in SECTIONS if make not in FIRST)


def answer(ask: Ask) -> dict[str, Any]:
    """Search, and return the first part: `headline`, `html`, `figures`, `segments`, `command`, `name` and `notes`.

    Raises
    ------
    InputError
        If what is asked is bad.
    RunError
        If no number of segments up to the limit is enough.
    """
    found = find(ask)
    return {
        **_part(found, FIRST),
        "headline": list(headline(found.result)),
        "segments": found.result.problem.segments,
        "command": found.command,
        "name": found.name,
        "notes": found.notes,
    }


def rest(ask: Ask) -> dict[str, Any]:
    """Return the second part of what `answer` found: `html` and `figures`.

    Raises
    ------
    InputError, RunError
        As `answer`.
    """
    return _part(find(ask), REST)


def headline(result: Result) -> Iterator[str]:
    """Yield what was found, how far it is from the best possible, and what a unit would cost, a line each."""
    yield finding(result)
    if result.fewest is not None:
        yield f"Segments: {result.fewest}."
    else:
        yield f"Objective {result.objective:.6g}: {bound_text(result.gap, result.lower_bound, result.problem)}."
    if result.unit is not None:
        yield _cost(result.unit)


def _cost(unit: Unit) -> str:
    try:
        with_dsps, without = (area_estimate(unit, target) for target in ("ice40", "ice40-nodsp"))
    except FormatError as fault:
        return f"No estimate of its area: {fault}."
    return f"About {with_dsps:.0f} logic cells of an iCE40 with multipliers in DSPs, {without:.0f} without."


def _part(found: Found, makers: Sequence[Make]) -> dict[str, Any]:
    """Return HTML and figures of some sections; ids are of one article."""
    subject = Subject(name=found.name, result=found.result, command=found.command)
    sections = [section for make in makers if (section := make(subject)) is not None]
    name = found.result.problem.activation.name
    return {"html": article(name, sections, ID), "figures": figures_of([(ID, sections)])}
