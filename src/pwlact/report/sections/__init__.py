"""The sections of a page in their order, one a file: each a function of a subject, None where it has nothing to say."""

from __future__ import annotations

from collections.abc import Callable

from pwlact.report.section import Section
from pwlact.report.sections.curves import curves
from pwlact.report.sections.downloads import downloads
from pwlact.report.sections.episode import episode
from pwlact.report.sections.noisy import noisy
from pwlact.report.sections.summary import summary
from pwlact.report.sections.table import table
from pwlact.report.sections.training import rewards, training
from pwlact.report.sections.unit import unit
from pwlact.report.subject import Subject

SECTIONS: tuple[Callable[[Subject], Section | None], ...] = (
    summary,
    curves,
    noisy,
    table,
    unit,
    training,
    episode,
    rewards,
    downloads,
)


def sections_of(subject: Subject) -> list[Section]:
    """Return the sections that a subject has."""
    return [section for make in SECTIONS if (section := make(subject)) is not None]
