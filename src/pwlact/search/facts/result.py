"""What is said of a result: keys and values, by the command line and on the page."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pwlact.search.best_at_points import best_at_points
from pwlact.search.chosen_range import range_lines
from pwlact.search.describe import gap_text, number
from pwlact.search.facts.data import data_lines, data_text
from pwlact.search.facts.training import is_training, training_pairs
from pwlact.search.facts.unit import unit_error_pairs, unit_pairs
from pwlact.search.kept_text import kept_lines
from pwlact.search.result import Result
from pwlact.search.weighted_text import weighted_lines


def heading(result: Result) -> str:
    """Return what was asked and how it ended."""
    problem = result.problem
    low, high = problem.interval
    return f"{problem.activation.name} on [{low:g}, {high:g}], {problem.segments} segments: {result.status}"


def facts_of(result: Result) -> Iterator[tuple[str, str]]:
    """Yield key and value for what a result says of itself.

    Raises
    ------
    FileError
        If what training adds to a result does not fit its schema.
    """
    yield from method_pairs(result)
    yield from unit_error_pairs(result) if result.unit is not None else _error_pairs(result)
    yield from quality_pairs(result)
    if result.unit is not None:
        yield from unit_pairs(result.unit)
    yield "points", " ".join(f"{point:.6g}" for point in result.candidate.pwl.points)
    yield from further_pairs(result)


def method_pairs(result: Result) -> Iterator[tuple[str, str]]:
    """Yield key and value for how a result was found, and for what was asked beside the smallest error."""
    yield "method", f"{result.method}, {result.problem.fit} values"
    if result.problem.activation.data is not None:
        yield "data", data_text(result.problem.activation.data)
    yield from weighted_lines(result)
    yield from kept_lines(result)
    if result.fewest is not None:
        yield "segments", result.fewest
    yield from range_lines(result.details)


def quality_pairs(result: Result) -> Iterator[tuple[str, str]]:
    """Yield key and value for the objective, its bound and the gap, and for the work that it took."""
    if result.fewest is None:  # else the count was minimised, and a gap of the error would mislead
        yield "objective", number(result.objective)
        yield "lower bound", number(result.lower_bound)
        yield "gap", gap_text(result.gap, result.problem)
        best = best_at_points(result)
        if best is not None:
            yield "best values", best
    yield "evaluations", f"{result.evaluations:,}"
    yield "time", f"{result.seconds:.3f} s"


def further_pairs(result: Result) -> Iterator[tuple[str, str]]:
    """Yield key and value for what noisy data and a training add to a result.

    Raises
    ------
    FileError
        If what training adds to a result does not fit its schema.
    """
    yield from data_lines(result.details)
    if is_training(result):
        yield from training_pairs(result)


def _error_pairs(result: Result) -> Iterator[tuple[str, str]]:
    grid, exact, data = result.errors.grid, result.errors.exact, result.errors.data
    if data is not None:
        yield "max error", f"{data.max:.6g} at the data"
        yield "mean error", f"{data.mean:.6g} at the data"
        yield "MSE", f"{data.mse:.4e} at the data, its root {math.sqrt(data.mse):.6g}"
        return
    yield "max error", f"{exact.max:.6g} on the whole range, {grid.max:.6g} on the grid"
    yield "mean error", f"{exact.mean:.6g} on the whole range, {grid.mean:.6g} on the grid"
    yield "MSE", f"{exact.mse:.4e} on the whole range, {grid.mse:.4e} on the grid"
