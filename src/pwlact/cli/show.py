"""What is printed of a result: keys and values, one a line, and its folder and figures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from pwlact.cli.console import print_json, print_pairs, print_table, say
from pwlact.cli.interrupts import kept
from pwlact.cli.show_data import CRITERIA, criteria_rows, data_lines, data_text
from pwlact.cli.show_training import episode_rows, is_training, training_pairs
from pwlact.functions import describe_tails
from pwlact.search.best_at_points import best_at_points
from pwlact.search.chosen_range import range_lines
from pwlact.search.describe import gap_text, number
from pwlact.search.kept_text import kept_lines
from pwlact.search.result import Result
from pwlact.search.result_json import result_to_json
from pwlact.search.unit_facts import unit_error_pairs, unit_pairs
from pwlact.search.weighted_text import weighted_lines

EPISODES = ("", "reward", "max error", "mean error", "exact max", "MSE")


def report(folder: Path, result: Result, as_json: bool, figures: Sequence[str] | None) -> None:
    """Draw figures of a run and print its result.

    Parameters
    ----------
    folder : Path
        The run's folder.
    result : Result
        Its result.
    as_json : bool
        Print one JSON object in place of the lines.
    figures : sequence of str or None
        Kinds of figure to draw; an empty one draws all that the run has, None draws none.
    """
    with kept(folder):
        paths = [] if figures is None else _draw(folder, result, figures)
    if as_json:
        print_json(result_to_json(result))
        return
    print_result(result)
    activation = result.problem.activation
    tails = [] if activation.expression is None else [("tails", describe_tails(activation))]
    print_pairs("", [*tails, ("run", str(folder)), *(("figure", str(path)) for path in paths)])


def _draw(folder: Path, result: Result, kinds: Sequence[str]) -> list[Path]:
    from pwlact.cli.figures import draw_run  # loads matplotlib

    return draw_run(folder, result, kinds)


def print_result(result: Result) -> None:
    """Print a result; of a training, also a table of its episodes and policies.

    Raises
    ------
    FileError
        If what training adds to a result does not fit its schema.
    """
    training = is_training(result)
    episodes = episode_rows(result) if training else []
    print_pairs(heading(result), [*_figures(result), *(training_pairs(result) if training else ())])
    rows = criteria_rows(result.details)
    if rows:
        say("")
        print_table("number of segments", CRITERIA[: len(rows[0])], rows, drop=("parameters",))
    if episodes:
        say("")
        print_table("episodes and policies", EPISODES, episodes, drop=("MSE", "exact max"))


def heading(result: Result) -> str:
    """Return what was asked and how it ended."""
    problem = result.problem
    low, high = problem.interval
    return f"{problem.activation.name} on [{low:g}, {high:g}], {problem.segments} segments: {result.status}"


def _figures(result: Result) -> Iterator[tuple[str, str]]:
    yield "method", f"{result.method}, {result.problem.fit} values"
    if result.problem.activation.data is not None:
        yield "data", data_text(result.problem.activation.data)
    yield from weighted_lines(result)
    yield from kept_lines(result)
    if result.fewest is not None:
        yield "segments", result.fewest
    yield from range_lines(result.details)
    yield from unit_error_pairs(result) if result.unit is not None else _error_pairs(result)
    if result.fewest is None:  # else the count was minimised, and a gap of the error would mislead
        yield "objective", number(result.objective)
        yield "lower bound", number(result.lower_bound)
        yield "gap", gap_text(result.gap, result.problem)
        best = best_at_points(result)
        if best is not None:
            yield "best values", best
    yield "evaluations", f"{result.evaluations:,}"
    yield "time", f"{result.seconds:.3f} s"
    if result.unit is not None:
        yield from unit_pairs(result.unit)
    yield "points", " ".join(f"{point:.6g}" for point in result.candidate.pwl.points)
    yield from data_lines(result.details)


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
