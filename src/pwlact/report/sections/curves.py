"""The function, its pieces and the error."""

from __future__ import annotations

from pwlact.report.figures.curves import curves_figure
from pwlact.report.section import Section
from pwlact.report.subject import Subject


def curves(subject: Subject) -> Section:
    """Return the section with the function, its pieces and the error on linked axes."""
    return Section(name="curves", title="Function and error", figures={"curves": curves_figure(subject.result)})
