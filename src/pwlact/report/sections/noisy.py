"""Noisy data: residuals, how far breakpoints and values vary, and how many segments the data carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from pwlact.errors import FileError
from pwlact.report.figures.noisy import criteria_figure, intervals_figure, residuals_figure
from pwlact.report.section import Figure, Section
from pwlact.report.subject import Subject
from pwlact.search.describe import number
from pwlact.search.facts.data import CRITERIA, criteria_rows
from pwlact.search.noisy.part import data_in_range
from pwlact.search.result import Result

COLUMNS = ("", "x", "its interval", "value", "standard error", "its interval")


def noisy(subject: Subject) -> Section | None:
    """Return the section of a result of noisy data; None of other results."""
    result = subject.result
    if not result.problem.activation.noisy:
        return None
    try:
        rows = criteria_rows(result.details)
        return Section(
            name="noisy",
            title="The data and what they tell",
            figures={**_residuals(result), **_intervals(result), **_criteria(result)},
            values={
                "columns": COLUMNS,
                "rows": list(_breakpoints(result)),
                "about": _about(result.details),
                "criteria_columns": CRITERIA[: len(rows[0])] if rows else (),
                "criteria": rows,
                "chosen": f"{result.problem.segments} segments, chosen by {result.details.get('select', '')}",
            },
        )
    except (TypeError, ValueError, KeyError, IndexError, AttributeError) as fault:
        raise FileError(f"a result of noisy data tells of its errors, got {fault!r}; the file is damaged") from fault


def _residuals(result: Result) -> dict[str, Figure]:
    x, y, _weight = data_in_range(result.problem)
    sigma = result.details.get("standard_errors", {}).get("sigma")
    even = result.problem.activation.data is not None and result.problem.activation.data.weight is None
    return {"residuals": residuals_figure(y - result.approximation(x), sigma if even else None)}


def _intervals(result: Result) -> dict[str, Figure]:
    drawn = result.details.get("bootstrap")
    if drawn is None or "values" not in drawn:
        return {}
    pwl = result.pwl
    return {"intervals": intervals_figure(pwl.breakpoints, pwl.values, drawn["points"], drawn["values"])}


def _criteria(result: Result) -> dict[str, Figure]:
    rows = result.details.get("criteria")
    return {"criteria": criteria_figure(rows, result.problem.segments)} if rows else {}


def _about(details: Mapping[str, Any]) -> str:
    """Return what the intervals and the standard errors mean."""
    drawn, errors = details.get("bootstrap"), details.get("standard_errors")
    texts = []
    if drawn is not None:
        texts.append(f"Intervals: {drawn['level']:.0%} of {drawn['count']} draws of {drawn['kind']}, searched anew.")
    if errors is not None:
        texts.append("Standard errors take the breakpoints as known.")
    return " ".join(texts)


def _breakpoints(result: Result) -> Iterator[tuple[str, ...]]:
    """Yield a row for each breakpoint; for lines that need not join, one for each end."""
    drawn, errors = result.details.get("bootstrap", {}), result.details.get("standard_errors", {})
    lines = result.candidate.lines
    key = "values" if lines is None else "ends"
    values = np.ravel(result.pwl.values if lines is None else lines.ends)
    which = np.arange(values.size) if lines is None else (np.arange(values.size) + 1) // 2
    known = [None, *drawn["points"], None] if drawn else [None] * result.pwl.breakpoints.size
    spread = np.reshape(np.array(drawn[key]), (-1, 2)) if key in drawn else [None] * values.size
    sizes = np.ravel(np.array(errors[key], dtype=object)) if key in errors else [None] * values.size
    for k, value, size, about in zip(which.tolist(), values.tolist(), sizes, spread, strict=True):
        x = float(result.pwl.breakpoints[k])
        yield (f"{k + 1}", f"{x:.6g}", _pair(known[k]), f"{value:.6g}", number(size, ".3g"), _pair(about))


def _pair(interval: Any) -> str:
    return "" if interval is None else f"{interval[0]:.5g} to {interval[1]:.5g}"
