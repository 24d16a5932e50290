"""From results to the sources of export targets, and to designs."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from pwlact.datapath import Unit
from pwlact.errors import FormatError
from pwlact.export import LookupOptions, Source, identifier
from pwlact.export.source import MAX_EXPORT_NAME
from pwlact.rtl.design import Design
from pwlact.search.describe_unit import all_codes_text, max_error_text
from pwlact.search.result import Result

LATENCY = 3  # clocks, unless another is asked for


def require_unit(result: Result) -> Unit:
    """Return a result's unit.

    Raises
    ------
    FormatError
        If the result is in real numbers.
    """
    if result.candidate.unit is None:
        raise FormatError(
            f"hardware needs a result with codes, got one of {result.problem.activation.name} in real numbers; "
            "search or fit with --format q4.12"
        )
    return result.candidate.unit


def note_of(result: Result) -> tuple[str, ...]:
    """Return comment lines about a result: the problem, and the unit's errors."""
    problem, unit, report = result.problem, result.candidate.unit, result.candidate.unit_report
    low, high = problem.interval
    asked = f"'{problem.activation.expression}'" if problem.activation.expression else problem.activation.name
    version = result.versions.get("pwlact", "")
    lines = [f"{asked} on [{low!r}, {high!r}], {problem.segments} segments, by {result.method} of pwlact {version}"]
    if unit is not None and report is not None:
        errors = report.errors
        lines.append(
            f"the unit's errors over {report.inputs} input codes in the range: max "
            f"{max_error_text(report, unit.spec.output)}, mean {errors.mean:.6g}, MSE {errors.mse:.4g}"
        )
        if report.all_codes is not None:
            lines.append(f"over all input codes, {all_codes_text(report.all_codes, unit.spec.output)}")
    return tuple(lines)


def comment_of(found_by: str | None, words: Sequence[str]) -> list[str]:
    """Return the comment lines that say which commands found a result and exported it.

    Parameters
    ----------
    found_by : str or None
        Command line that found the result, where it is known.
    words : sequence of str
        What follows `pwlact export`.
    """
    found = [] if found_by is None else [f"found by: {found_by}"]
    return [*found, f"exported by: {shlex.join(['pwlact', 'export', *words])}"]


def source_of(
    results: Sequence[Result],
    *,
    name: str | None,
    latency: int,
    lookup: LookupOptions | None = None,
    commands: Sequence[str] = (),
) -> Source:
    """Return the source of export targets.

    Parameters
    ----------
    results : sequence of Result
        The targets write the first; the Verilog is of all.
    name : str or None
        Base of file and symbol names; None for the function's name.
    latency : int
        Clocks of the Verilog from input to output.
    lookup : LookupOptions, optional
        Settings of lookup tables.
    commands : sequence of str
        Commands that made the results, for the comments.

    Raises
    ------
    ConfigError, FormatError
        If the name is no identifier, or the results do not fit in one design.
    """
    first = results[0]
    problem = first.problem
    named = name or identifier(problem.activation.name)
    return Source(
        activation=problem.activation,
        pwl=first.candidate.pwl,
        unit=first.candidate.unit,
        lines=first.candidate.lines,
        interval=problem.interval,
        name=named,
        note=(*note_of(first), *commands),
        lookup=lookup or LookupOptions(),
        design=None
        if first.candidate.unit is None
        else design_of(results, name=name, latency=latency, commands=commands),
    )


def design_of(
    results: Sequence[Result], *, name: str | None = None, latency: int = LATENCY, commands: Sequence[str] = ()
) -> Design:
    """Return the design that computes one result, or several that an input chooses among.

    Parameters
    ----------
    results : sequence of Result
        Results with codes.
    name : str, optional
        Base of the module's name; the functions' names by default.
    latency : int
        Clocks from input to output.
    commands : sequence of str
        Commands that made the results, for the comment.

    Raises
    ------
    FormatError, ConfigError
        If a result is in real numbers, or the results do not fit in one design.
    """
    names = [identifier(result.problem.activation.name) for result in results]
    notes = [line for result in results for line in note_of(result)]
    return Design(
        units=tuple(require_unit(result) for result in results),
        functions=tuple(names),
        name=f"pwl_{name or '_'.join(names)}"[:MAX_EXPORT_NAME],
        latency=latency,
        note=(*notes, *commands),
    )
