"""`pwlact fit`: the converter from points to betas, slopes and intercepts."""

from __future__ import annotations

import csv
import dataclasses
import io
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from tyro.conf import arg

from pwlact.cli.console import out, print_json, print_table
from pwlact.cli.parse import parse
from pwlact.cli.show import bound_text, print_pieces, print_unit
from pwlact.errors import ConfigError, FileError
from pwlact.files import is_file, write_text
from pwlact.pwl import cases, hinge_form, number, segment_form
from pwlact.runs import find_result
from pwlact.search import Problem, Result, load_result, make_evaluator, result_to_json
from pwlact.search.bounds import lower_bound
from pwlact.search.problem import EndsName, FitName, tail_pins
from pwlact.search.reward import RewardConfig, final_reward
from pwlact.search.versions import versions
from pwlact.settings.problem import FormatChoice


@dataclass(frozen=True, kw_only=True)
class FitCommand(FormatChoice):
    """Fit given points: the function's values, betas, slopes and intercepts, errors.

    Without FUNCTION, a run's or result's own function and range are taken, and its fit and ends. With --format, the
    coefficients are codes of a hardware unit, and the table is of its pieces, tails included.
    """

    points: Annotated[tuple[float, ...], arg(aliases=["-P"])] = ()
    """Interior points, ascending, strictly inside the range."""
    points_from: str | None = None
    """Take the points from a run, a result.json, or a text or CSV file of numbers."""
    fit: FitName | None = None
    """How the values follow from the points: lstsq, least squares on the 0.001 grid, or minimax, the smallest maximum
    error; by default lstsq, or a run's own."""
    ends: EndsName | None = None
    """free, or pinned: p meets the function's tails; by default free, or a run's own."""
    round: int = 6
    """Decimals in what is printed and written to CSV."""
    csv: str | None = None
    """Write a row per segment to this file."""
    plot: str | None = None
    """Draw the approximation to this file: .png, .svg or .pdf."""
    json: bool = False
    """Print one JSON object, a result, and nothing else to stdout."""


def run(words: Sequence[str]) -> int:
    """Run the command."""
    command = parse(FitCommand, words, "fit")
    if not 0 <= command.round <= 17:
        raise ConfigError(f"--round is from 0 to 17 decimals, got {command.round}; try --round 5")
    result = _fit(command)
    if command.plot is not None:  # first, since it may refuse its suffix
        from pwlact.plots import FIGURES, save_figure  # loads matplotlib

        save_figure(FIGURES["approximation"](result), Path(command.plot))
    if command.csv is not None:
        write_text(Path(command.csv), _segments_csv(result, command.round))
    if command.json:
        print_json(result_to_json(result))
    else:
        _print(result, command.round)
    return 0


def _fit(command: FitCommand) -> Result:
    started = time.perf_counter()
    command, points = _chosen(command)
    activation = command.activation()
    interval = command.interval(activation)
    problem = Problem(
        activation=activation,
        interval=interval,
        segments=points.size + 1,
        fit=command.fit or "lstsq",
        objective=command.named("paper"),
        pins=tail_pins(activation, interval) if command.ends == "pinned" else (None, None),
        spec=command.spec(),
    )
    evaluator = make_evaluator(problem)
    candidate = evaluator.candidate(points)
    reward = final_reward(RewardConfig(), np.array([candidate.objective]))
    return Result(
        problem=problem,
        candidate=candidate,
        reward=float(reward[0]),
        method="given",
        parameters={},
        seed=None,
        evaluations=1,
        seconds=round(time.perf_counter() - started, 6),
        status="finished",
        versions=versions(),
        lower_bound=lower_bound(evaluator),
    )


def _chosen(command: FitCommand) -> tuple[FitCommand, NDArray[np.float64]]:
    """Return the command with its function settled, and the points."""
    if command.points_from is None:
        if not command.points:
            raise ConfigError("points are needed, got none; give -P NUMBER ... or --points-from FILE")
        return command, np.array(command.points)
    if command.points:
        raise ConfigError("points come from one place, got -P and --points-from; leave one out")
    path = Path(command.points_from)
    if is_file(path) and path.suffix != ".json":
        return command, _read_points(path)
    earlier = load_result(find_result(command.points_from))
    command = dataclasses.replace(
        command,
        fit=command.fit or earlier.problem.fit,
        ends=command.ends or ("free" if earlier.problem.pins == (None, None) else "pinned"),
    )
    if command.function is None and command.expr is None:
        activation = earlier.problem.activation
        command = dataclasses.replace(
            command,
            function=None if activation.expression else activation.name,
            expr=activation.expression,
            range=command.range or earlier.problem.interval,
        )
    return command, np.array(earlier.candidate.pwl.points)


def _read_points(path: Path) -> NDArray[np.float64]:
    """Read numbers apart by blanks, commas or line ends."""
    try:
        text = path.read_text(encoding="utf-8")
        return np.array([float(word) for word in text.replace(",", " ").split()])
    except OSError as fault:
        raise FileError(f"a points file must be readable, got {path}: {fault.strerror}; check the path") from fault
    except ValueError as fault:
        raise FileError(f"a points file holds numbers only, got {path}: {fault}; mend it") from fault


def _rows(result: Result) -> list[tuple[float, ...]]:
    pwl = result.candidate.pwl
    slopes, intercepts = segment_form(pwl)
    columns: tuple[Any, ...] = (pwl.breakpoints[:-1], pwl.breakpoints[1:], slopes, intercepts)
    return [tuple(float(value) for value in row) for row in zip(*columns, strict=True)]


def _segments_csv(result: Result, digits: int) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("start", "stop", "slope", "intercept"))
    writer.writerows([number(value, digits) for value in row] for row in _rows(result))
    return text.getvalue()


def _print(result: Result, digits: int) -> None:
    if result.candidate.unit is not None:
        print_unit(result)
        print_pieces(result.candidate.unit)
        return
    pwl, activation = result.candidate.pwl, result.problem.activation
    low, high = result.problem.interval
    knots = zip(pwl.breakpoints, activation(pwl.breakpoints), pwl.values, hinge_form(pwl), strict=True)
    problem = result.problem
    fit = {"lstsq": "least squares", "minimax": "smallest maximum error"}[problem.fit]
    ends = "" if problem.pins == (None, None) else ", ends pinned to the tails"
    title = f"{activation.name} on [{low:g}, {high:g}], {pwl.segments} segments, {fit}{ends}"
    print_table(
        title,
        ("point", "f(point)", "p(point)", "beta"),
        [[number(value, digits) for value in row] for row in knots],
    )
    segments = [[f"{k}", *(number(value, digits) for value in row)] for k, row in enumerate(_rows(result), 1)]
    print_table("segments", ("segment", "start", "stop", "slope", "intercept"), segments)
    out.print(cases(pwl, digits))
    for kind in ("grid", "exact"):
        errors = getattr(result.candidate.errors, kind)
        figures = f"max {errors.max:.{digits + 2}f}  mean {errors.mean:.{digits + 2}f}  MSE {errors.mse:.4e}"
        out.print(f"{kind:<6} errors  {figures}")
    out.print(f"objective      {result.candidate.objective:.6g}, {bound_text(result)}")
