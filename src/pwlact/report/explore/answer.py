"""A search as the page shows it: HTML of the report's sections, figures, the command that does the same."""

from __future__ import annotations

from typing import Any

from pwlact.report.explore.ask import Ask
from pwlact.report.explore.found import find
from pwlact.report.page import article, figures_of
from pwlact.report.sections import sections_of
from pwlact.report.subject import Subject

ID = "live"  # of the article


def answer(ask: Ask) -> dict[str, Any]:
    """Search, and return what the page shows: `html`, `figures`, `segments`, `command`, `name` and `notes`.

    Raises
    ------
    InputError
        If what is asked is bad.
    RunError
        If no number of segments up to the limit is enough.
    """
    found = find(ask)
    subject = Subject(name=found.result.problem.activation.name, result=found.result, command=found.command)
    sections = sections_of(subject)
    return {
        "html": article(subject.name, sections, ID),
        "figures": figures_of([(ID, sections)]),
        "segments": found.result.problem.segments,
        "command": found.command,
        "name": found.name,
        "notes": found.notes,
    }
