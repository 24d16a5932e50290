"""Several results beside each other: their figures in one table, their errors on one axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pwlact.area.model import area_estimate
from pwlact.errors import FormatError
from pwlact.report.figures.overlay import overlay_figure
from pwlact.report.section import Section
from pwlact.report.subject import Subject
from pwlact.search.describe import number, objective_text, share
from pwlact.search.facts import measured_errors
from pwlact.search.result import Result

COLUMNS = (
    "result", "function", "range", "segments", "format", "largest error", "at x", "mean error", "mean square",
    "gap", "logic cells, iCE40, estimated", "J", "lower bound of J", "objective",
)  # fmt: skip
TEXTS = (1, 2, 4, 13)  # columns of text


def comparison(articles: Mapping[str, Subject]) -> Section | None:
    """Return the section that stands above several results, given by the ids of their articles; None of one."""
    if len(articles) < 2:
        return None
    subjects = list(articles.values())
    rows = [(id, _row(subject)) for id, subject in articles.items()]
    return Section(
        name="comparison",
        title="Beside each other",
        figures={"errors": overlay_figure(subjects)},
        values={"columns": COLUMNS, "rows": rows, "texts": TEXTS, "label": _label(subjects)},
    )


def _row(subject: Subject) -> tuple[str, ...]:
    result = subject.result
    problem, errors = result.problem, measured_errors(result)[0]
    low, high = problem.interval
    return (
        subject.name,
        problem.activation.name,
        f"[{low:g}, {high:g}]",
        str(problem.segments),
        "real numbers" if problem.spec is None else f"{problem.spec.input.name} to {problem.spec.output.name}",
        *(number(value) for value in (errors.max, errors.at, errors.mean)),
        number(errors.mse, ".4e"),
        share(result.gap),
        _area(result),
        *(number(value) for value in (result.objective, result.lower_bound)),
        objective_text(problem.objective),
    )


def _area(result: Result) -> str:
    try:
        return "-" if result.unit is None else f"{area_estimate(result.unit, 'ice40'):.0f}"
    except FormatError:  # no estimate for such a unit
        return "-"


def _label(subjects: Sequence[Subject]) -> str:
    """Return what the figure shows, in words."""
    largest = (
        f"{subject.name} at most {number(measured_errors(subject.result)[0].max, '.4g')}" for subject in subjects
    )
    return f"Errors over x: {', '.join(largest)}"
