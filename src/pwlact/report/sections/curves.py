"""The function, its pieces and the error."""

from __future__ import annotations

from pwlact.report.figures.curves import curves_figure
from pwlact.report.section import Section
from pwlact.report.subject import Subject
from pwlact.search.facts import finding
from pwlact.search.result import Result


def curves(subject: Subject) -> Section:
    """Return the section with the function, its pieces and the error on linked axes."""
    result = subject.result
    return Section(
        name="curves",
        title="Function and error",
        figures={"curves": curves_figure(result)},
        values={"label": _label(result), "marked": not result.problem.activation.noisy},
    )


def _label(result: Result) -> str:
    """Return what the figure shows, in words."""
    problem = result.problem
    low, high = problem.interval
    what = "Data" if problem.activation.noisy else problem.activation.name
    return (
        f"{what} from {low:g} to {high:g} with an approximation by {problem.segments} pieces, and its error. "
        f"{finding(result)}"
    )
