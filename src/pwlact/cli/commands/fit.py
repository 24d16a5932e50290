"""`pwlact fit`: the converter from points to betas, slopes and intercepts."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from tyro.conf import arg

from pwlact._types import Array
from pwlact.cli.console import print_json, print_table, say
from pwlact.cli.parse import parse
from pwlact.cli.points import read_points
from pwlact.cli.rounding import check_rounding, check_text
from pwlact.cli.show import print_result
from pwlact.cli.show_unit import print_pieces
from pwlact.cli.tables import check_outputs
from pwlact.errors import ConfigError
from pwlact.export.pieces import pieces_csv
from pwlact.files import is_file, is_stream, write_text
from pwlact.functions import Symmetry
from pwlact.pwl import cases, number
from pwlact.runs import find_result
from pwlact.search import Problem, Result, load_result, result_to_json
from pwlact.search.describe import bound_text
from pwlact.search.facts.data import data_lines
from pwlact.search.mirror import half_problem
from pwlact.search.problem import EndsName, FitName, ObjectiveName, tail_pins
from pwlact.search.solve import solve_given
from pwlact.search.weighted_text import weighted_lines
from pwlact.settings.marks import File
from pwlact.settings.problem import ConstraintChoice

DECIMALS = 6


@dataclass(frozen=True, kw_only=True)
class FitCommand(ConstraintChoice):
    """Fit given points: values, betas, slopes, intercepts and errors (the converter).

    Without FUNCTION, the points' run gives function, range, fit and ends. With --format, coefficients are codes of a
    hardware unit, and the table has its pieces, tails included.
    """

    points: Annotated[tuple[float, ...], arg(aliases=["-P"])] = ()
    """Interior points, ascending, as in -5,-4,0,1. They lie strictly inside the range."""
    points_from: File | None = None
    """Take the points from a run, a result.json, a file of numbers, /dev/stdin, or a log of the paper's code: the list
    after its last "points:"."""
    fit: FitName | None = None
    """Fit of the values: lstsq, minimax or best; by default lstsq (minimax under constraints), or the run's own.
    Least squares is on the grid of step 0.001; minimax gives the smallest maximum error, best the smallest objective.
    With --format, least squares is over the input codes, then rounded; minimax takes the codes of the coefficients with
    the smallest maximum error of the unit."""
    ends: EndsName | None = None
    """Values at the ends: free, or pinned to the tails; by default free, or the run's own."""
    mirror: bool = False
    """Fit half of a symmetric function, and reflect it: points are those above 0, and a unit has half the table."""
    grid: int | None = None
    """Samples of the least squares and of the grid errors, evenly spaced; by default those of step 0.001. The paper's
    converter has 100000."""
    check: str | None = None
    """Number format, as fp16: tell also the errors over its inputs where points, slopes, intercepts, products and sums
    are rounded to it."""
    round: int | None = None
    """Decimals in tables, by default 6, and in CSV, by default all."""
    csv: File | None = None
    """Write a row for each piece, tails included, to this file: start, stop, slope, intercept and beta."""
    plot: File | None = None
    """Draw the approximation to this .png, .svg or .pdf file."""
    plot_error: File | None = None
    """Draw its error to this .png, .svg or .pdf file."""
    json: bool = False
    """Print the result as one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(FitCommand, argv, "fit")
    _check(command)
    result = _fit(command)
    checked = None if command.check is None else check_rounding(result, command.check)
    _draw(command, result)
    if command.csv is not None:
        write_text(Path(command.csv), pieces_csv(result, command.round))
    if command.json:
        added = {} if checked is None else {"check": {"format": command.check, **dataclasses.asdict(checked)}}
        print_json(result_to_json(result) | added)
        return 0
    _print(result, DECIMALS if command.round is None else command.round)
    if checked is not None and command.check is not None:
        say(check_text(checked, command.check))
    return 0


def _check(command: FitCommand) -> None:
    """Raise InputError where options contradict each other, or a file cannot be written."""
    if command.round is not None and not 0 <= command.round <= 17:
        raise ConfigError(f"--round is from 0 to 17 decimals, got {command.round}; try --round 5")
    other = "--mirror" if command.mirror else "--format"
    if command.grid is not None and (command.mirror or command.format is not None):
        raise ConfigError(f"another grid goes with real numbers and no mirror, got --grid with {other}; leave one out")
    if command.plot is not None and command.plot == command.plot_error:
        raise ConfigError(f"--plot and --plot-error need a file each, got {command.plot} for both; rename one")
    check_outputs(command.plot, command.csv)
    check_outputs(command.plot_error)


def _draw(command: FitCommand, result: Result) -> None:
    """Draw the figures that are asked for."""
    error = "error" if result.unit is None else "unit"
    for kind, file in (("approximation", command.plot), (error, command.plot_error)):
        if file is not None:
            from pwlact.plots import draw_to  # loads matplotlib

            draw_to(result, kind, Path(file))


def _fit(command: FitCommand) -> Result:
    command, points = _chosen(command)
    activation = command.activation()
    interval = command.interval(activation)
    constraints = command.constraints()
    problem = Problem(
        activation=activation,
        interval=interval,
        segments=(points.size + 1) * (2 if command.mirror else 1),
        fit=command.fit or ("minimax" if constraints and not command.at_data else "lstsq"),
        objective=command.named(_objective(command), command.weight),
        pins=tail_pins(activation, interval) if command.ends == "pinned" else (None, None),
        density=command.weights_of(activation, interval),
        constraints=constraints,
        discontinuous=command.discontinuous,
    )
    if command.mirror:
        half_problem(problem)  # may refuse
    spec = command.spec(activation.symmetry if command.mirror else Symmetry.NONE)
    return solve_given(dataclasses.replace(problem, spec=spec), points, mirror=command.mirror, samples=command.grid)


def _objective(command: FitCommand) -> ObjectiveName:
    """Return the paper's objective; of a unit with a density the mean square error, which alone takes one."""
    if command.at_data:
        return "max" if command.fit == "minimax" else "mse"
    return "paper" if command.format is None or command.density is None else "mse"


def _chosen(command: FitCommand) -> tuple[FitCommand, Array]:
    """Return the command with its function settled, and the points."""
    if command.points_from is None:
        if not command.points:
            raise ConfigError("points are needed, got none; give -P NUMBER ... or --points-from FILE")
        return command, np.array(command.points)
    if command.points:
        raise ConfigError("points come from one place, got -P and --points-from; leave one out")
    path = Path(command.points_from)
    if is_stream(path) or (is_file(path) and path.suffix != ".json"):
        return command, read_points(path)
    earlier = load_result(find_result(command.points_from))
    command = dataclasses.replace(
        command,
        fit=command.fit or (earlier.problem.fit if command.format is None or earlier.problem.fit != "best" else None),
        ends=command.ends or ("free" if earlier.problem.pins == (None, None) else "pinned"),
    )
    if not command.ways():
        activation = earlier.problem.activation
        data = activation.data
        command = dataclasses.replace(
            command,
            function=None if activation.expression or data else activation.name,
            expr=activation.expression,
            data=None if data is None else data.file,
            noisy=activation.noisy,
            range=command.range or earlier.problem.interval,
        )
    points = np.array(earlier.candidate.pwl.points)
    return command, points[points > 0.0] if command.mirror else points


def _rows(result: Result) -> list[tuple[float, ...]]:
    pwl = result.candidate.lines or result.candidate.pwl
    slopes, intercepts = pwl.slopes, pwl.intercepts
    columns: tuple[Any, ...] = (pwl.breakpoints[:-1], pwl.breakpoints[1:], slopes, intercepts)
    return [tuple(float(value) for value in row) for row in zip(*columns, strict=True)]


def _print(result: Result, digits: int) -> None:
    if result.candidate.unit is not None:
        print_result(result)
        say("")
        print_pieces(result.candidate.unit)
        return
    pwl, activation = result.candidate.pwl, result.problem.activation
    low, high = result.problem.interval
    problem, noisy = result.problem, result.problem.activation.noisy
    columns = {
        "point": pwl.breakpoints,
        "f(point)": activation(pwl.breakpoints),
        "p(point)": pwl.values,
        "beta": pwl.betas,
    }
    names = [name for name in columns if name != "f(point)" or not noisy]
    knots = zip(*(columns[name] for name in names), strict=True)
    fit = {"lstsq": "least squares", "minimax": "smallest maximum error", "best": "smallest objective"}[problem.fit]
    ends = "" if problem.pins == (None, None) else ", ends pinned to the tails"
    title = f"{activation.name} on [{low:g}, {high:g}], {pwl.segments} segments, {fit}{ends}"
    if result.candidate.lines is None:
        print_table(title, names, [[number(value, digits) for value in row] for row in knots])
        say("")
    segments = [[f"{k}", *(number(value, digits) for value in row)] for k, row in enumerate(_rows(result), 1)]
    print_table(
        "segments" if result.candidate.lines is None else title,
        ("segment", "start", "stop", "slope", "intercept"),
        segments,
    )
    say("")
    if result.candidate.lines is None:
        say(cases(pwl, digits))
    for name, text in weighted_lines(result):
        say(f"{name}  {text}")
    for kind in ("data",) if noisy else ("grid", "exact"):
        errors = getattr(result.candidate.errors, kind)
        figures = f"max {errors.max:.{digits + 2}f}  mean {errors.mean:.{digits + 2}f}  MSE {errors.mse:.4e}"
        say(f"{kind:<6} errors  {figures}")
    bound = bound_text(result.gap, result.lower_bound, result.problem)
    say(f"objective      {result.candidate.objective:.6g}, {bound}")
    for name, text in data_lines(result.details):
        say(f"{name}  {text}")
