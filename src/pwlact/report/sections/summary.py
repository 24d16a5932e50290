"""What was asked, what was found, and what is proven of it."""

from __future__ import annotations

from collections.abc import Iterator

from pwlact.report.section import Section
from pwlact.report.subject import Subject
from pwlact.search.describe import bound_text, number, problem_lines
from pwlact.search.facts import (
    MeasuredErrors,
    finding,
    measured_errors,
    method_pairs,
    proof_of,
    quality_pairs,
)
from pwlact.search.facts.data import data_lines
from pwlact.search.result import Result

ERRORS = ("errors", "largest", "at x", "mean", "mean square")


def summary(subject: Subject) -> Section:
    """Return the section that says what was asked and by which command, how good the answer is, and what is proven."""
    result = subject.result
    return Section(
        name="summary",
        title="Result",
        values={
            "finding": finding(result),
            "standing": _standing(result),
            "asked": problem_lines(result.problem),
            "command": subject.command,
            "columns": ERRORS,
            "errors": [_row(row) for row in measured_errors(result)],
            "found": list(_found(result)),
            "proof": list(proof_of(result)),
        },
    )


def _standing(result: Result) -> str:
    """Return in words how far the result is from the best possible, or what fewest segments were found."""
    if result.fewest is not None:
        return f"Segments: {result.fewest}."
    return f"Objective {result.objective:.6g}: {bound_text(result.gap, result.lower_bound, result.problem)}."


def _found(result: Result) -> Iterator[tuple[str, str]]:
    yield "status", result.status
    yield from method_pairs(result)
    yield from quality_pairs(result)
    yield from data_lines(result.details)
    if result.seed is not None:
        yield "seed", f"{result.seed}"
    yield "versions", ", ".join(f"{name} {version}" for name, version in result.versions.items())


def _row(found: MeasuredErrors) -> tuple[str, ...]:
    return (found.where, *(number(value) for value in (found.max, found.at, found.mean)), number(found.mse, ".4e"))
