"""From results to what hardware and software are made of."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

from pwlact import functions
from pwlact.datapath import Unit, fraction
from pwlact.errors import FileError, FormatError
from pwlact.export import LookupOptions, Source, identifier
from pwlact.export.verilog import RECORD
from pwlact.files import is_file
from pwlact.functions import Symmetry
from pwlact.rtl.design import Design
from pwlact.rtl.record import design_from_json
from pwlact.runs.folder import find_result
from pwlact.runs.solve import solve
from pwlact.search.codes.spec import with_fractions
from pwlact.search.methods import METHODS
from pwlact.search.mirror import half_problem
from pwlact.search.problem import objective_named
from pwlact.search.result import Result, load_result

FOLDER = "export"
LATENCY = 3


def unit_of(result: Result) -> Unit:
    """Return a result's unit.

    Raises
    ------
    FormatError
        If it is in real numbers.
    """
    if result.candidate.unit is None:
        raise FormatError(
            f"hardware is made of codes, got a result of {result.problem.activation.name} in real numbers; "
            "search or fit with --format q4.12"
        )
    return result.candidate.unit


def note_of(result: Result) -> tuple[str, ...]:
    """Return what a file says of the result it was made of: the problem, its errors, the command."""
    problem, report = result.problem, result.candidate.unit_report
    low, high = problem.interval
    asked = f"'{problem.activation.expression}'" if problem.activation.expression else problem.activation.name
    lines = [f"{asked} on [{low:g}, {high:g}], {problem.segments} segments, by {result.method}"]
    command = f"pwlact search {'--expr ' if problem.activation.expression else ''}{asked} -R {low:g} {high:g}"
    if report is not None and result.candidate.unit is not None:
        errors = report.errors
        lines.append(
            f"the unit's errors over {report.inputs} input codes: max {errors.max:.6g} ({report.ulp:.4g} ulp), mean "
            f"{errors.mean:.6g}, MSE {errors.mse:.4g}"
        )
        command += f" --format {result.candidate.unit.spec.input.name}"
    method = result.method if result.method in METHODS else "minimax"
    return (*lines, f"made by pwlact; the like: {command} --segments {problem.segments} --method {method}")


def source_of(
    results: Sequence[Result], *, name: str | None, latency: int, lookup: LookupOptions | None = None
) -> Source:
    """Return what export targets write from: the first result, and a design of all of them."""
    first = results[0]
    problem = first.problem
    named = name or identifier(problem.activation.name)
    return Source(
        activation=problem.activation,
        pwl=first.candidate.pwl,
        unit=first.candidate.unit,
        interval=problem.interval,
        name=named,
        note=note_of(first),
        lookup=lookup or LookupOptions(),
        design=None if first.candidate.unit is None else design_of(results, name=name, latency=latency),
    )


def design_of(results: Sequence[Result], *, name: str | None = None, latency: int = LATENCY) -> Design:
    """Return the design that computes one result, or several chosen by an input.

    Raises
    ------
    FormatError, ConfigError
        If a result is in real numbers, or they do not go together.
    """
    names = [identifier(result.problem.activation.name) for result in results]
    notes = [line for result in results for line in note_of(result)]
    return Design(
        units=tuple(unit_of(result) for result in results),
        functions=tuple(names),
        name=name or f"pwl_{'_'.join(names)}"[:60],
        latency=latency,
        note=tuple(notes),
    )


def with_functions(result: Result, names: Sequence[str]) -> list[Result]:
    """Return results for these functions in the unit's formats, the given result among them, others by exact search.

    Raises
    ------
    InputError
        If a function is unknown, or does not fit the range or the formats.
    """
    spec = unit_of(result).spec
    if spec.fixed:
        wide = dataclasses.replace(spec, trim=("slope", "intercept"))
        spec = with_fractions(wide, fraction(spec.slope), fraction(spec.intercept))
    found = []
    for text in names:
        activation = functions.get(text)
        if activation == result.problem.activation:
            found.append(result)
            continue
        mirrored = spec.symmetry is not Symmetry.NONE
        problem = dataclasses.replace(
            result.problem, activation=activation, spec=None, fit="minimax", objective=objective_named("max", spec)
        )
        if mirrored:
            half_problem(problem)  # may refuse
        own = dataclasses.replace(spec, symmetry=activation.symmetry if mirrored else Symmetry.NONE)
        method = METHODS["minimax"]
        found.append(solve(dataclasses.replace(problem, spec=own), method, method.config(), 0))
    return found


def find_design(text: str, out: str) -> tuple[Design, str | None]:
    """Return the design that RESULT names, and its Verilog where it was exported into the run's folder.

    Raises
    ------
    InputError
        If there is no such result, it is in real numbers, or the exported files are damaged.
    """
    path = find_result(text, out)
    folder = path.parent / FOLDER
    if is_file(folder / RECORD):
        design = read_design(folder / RECORD)
        return design, read_verilog(folder / f"{design.name}.v")
    return design_of([load_result(path)]), None


def read_design(path: Path) -> Design:
    """Read an exported design's record."""
    try:
        return design_from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError as fault:
        raise FileError(f"a design's record must be readable, got {path}: {fault.strerror}; export it again") from fault
    except json.JSONDecodeError as fault:
        raise FileError(f"a design's record holds JSON, got {path}: {fault}; export it again") from fault


def read_verilog(path: Path) -> str:
    """Read Verilog text."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise FileError(f"a Verilog file must be readable text, got {path}: {fault}; export it again") from fault
