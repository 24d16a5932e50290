"""The audit of somebody's table: its errors, where they are, and how far it is from the best possible."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pwlact.datapath import Unit, UnitSpec, unit_report
from pwlact.errors import BreakpointError, FormatError
from pwlact.files import is_file
from pwlact.functions import Activation, Interval
from pwlact.runs.folder import find_result
from pwlact.search.codes.cover import cover_within, smallest_cover
from pwlact.search.codes.table_rows import trimmed
from pwlact.search.codes.tabulate import code_grid
from pwlact.search.cost import audit_cost, warn_of_cost
from pwlact.settings.audit import AuditConfig
from pwlact.studies import audit_reals as reals
from pwlact.studies.audit_best import best_of
from pwlact.studies.audit_codes import keys_within, unit_rows
from pwlact.studies.audit_record import Audit, AuditRow
from pwlact.tables import Table, read_table, table_of
from pwlact.tables.coded import CodedTable, Side, coded_table


class Judgement(NamedTuple):
    """Rows with what is possible on each; the fields of the same names of `Audit`."""

    rows: tuple[AuditRow, ...]
    best: float | None
    bound: float | None
    kept: float | None
    enough: int | None
    notes: tuple[str, ...] = ()


def load_table(config: AuditConfig, data: Mapping[str, Any] | None = None) -> Table:
    """Return the table that a file, a run folder or a run's name holds, or a JSON object in its place.

    Raises
    ------
    InputError
        If there is none, or it is damaged.
    """
    options = config.reading()
    if data is not None:
        return table_of(data, options)
    path = Path(config.table)
    is_run = not is_file(path) and (path.is_dir() or (Path("runs") / path).is_dir())
    return read_table(find_result(config.table) if is_run else path, options)


def audit(config: AuditConfig, table: Table) -> Audit:
    """Measure a table in real numbers and, with a format, as a hardware unit; compare it with the best possible.

    Parameters
    ----------
    config : AuditConfig
        Function, range and formats.
    table : Table
        The table.

    Raises
    ------
    InputError
        If the function or the range is not known, or the table does not fit its formats.
    """
    activation = config.chosen(table)
    spec, interval = config.unit_spec(table, activation), config.span(table, activation)
    mirrored = config.mirror or table.mirrored
    parts = reals.parts_of(table, activation, interval)
    warn_of_cost(audit_cost(len(parts.pwls)), remedy="fewer rows or a part of the range")
    left, right = reals.seams_of(table, interval)
    seams = (reals.centre_jump(activation, parts), right) if mirrored else (left, right)
    continuous = reals.joined(parts, seams[0] if mirrored else 0.0)
    errors, worst = reals.whole_errors(activation, parts)
    unit, report = None, None
    notes: tuple[str, ...] = ()
    if spec is None:
        judged = _in_reals(activation, parts, continuous, mirrored)
    else:
        found = coded_table(table, spec, config.at_breakpoint)
        unit = _narrow(found.unit, spec)
        notes = _coded_notes(found, unit.spec)
        report = unit_report(unit, activation, _reflected(spec, interval))
        judged = _in_codes(found.unit, activation, _reflected(spec, _between(table, interval, config.at_breakpoint)))
    return Audit(
        activation=activation,
        interval=interval,
        table=table,
        mirrored=mirrored,
        continuous=continuous,
        errors=errors,
        worst=worst,
        seams=seams,
        unit=unit,
        report=report,
        rows=judged.rows,
        best=judged.best,
        lower_bound=judged.bound,
        kept=judged.kept,
        enough=judged.enough,
        notes=(*notes, *judged.notes),
    )


def _narrow(unit: Unit, spec: UnitSpec) -> Unit:
    """Return a unit whose coefficients have no spare integer bits where their formats were not given; codes stay."""
    slopes, intercepts = unit.spec.slope.decode(unit.slopes), unit.spec.intercept.decode(unit.intercepts)
    narrow = dataclasses.replace(trimmed(spec, slopes, intercepts), trim=())
    return dataclasses.replace(unit, spec=narrow)


def _reflected(spec: UnitSpec, interval: Interval) -> Interval:
    """Return the range of a unit: both halves, where its table is mirrored."""
    return (-interval[1], interval[1]) if spec.mirrored else interval


def _between(table: Table, interval: Interval, at_breakpoint: Side) -> Interval:
    """Return the range without an end at which a tail begins, which is no row of the range."""
    low, high = interval
    if at_breakpoint == "right" and high in table.breakpoints:
        return low, float(np.nextafter(high, low))
    if at_breakpoint == "left" and low in table.breakpoints:
        return float(np.nextafter(low, high)), high
    return interval


def _in_reals(activation: Activation, parts: reals.Parts, linked: bool, mirrored: bool) -> Judgement:
    rows = reals.rows_of(activation, parts)
    try:
        best = best_of(activation, parts, rows, linked, mirrored)
    except BreakpointError as fault:
        return Judgement(rows, None, None, None, None, (f"no bound: {fault}",))
    own = max(row.max_error for row in rows)  # which a search may miss by rounding
    return Judgement(rows, min(best.found, own), best.bound, min(best.kept, own), best.enough)


def _in_codes(unit: Unit, activation: Activation, interval: Interval) -> Judgement:
    try:
        grid = code_grid(activation, interval, unit.spec, roomy=False)
        rows = unit_rows(unit, activation, grid.order_keys, grid)
        cover = smallest_cover(grid, len(rows))
    except FormatError as fault:
        rows = unit_rows(unit, activation, keys_within(unit, interval), None)
        return Judgement(rows, None, None, None, None, (f"what is possible is not known: {fault}",))
    kept = max(row.possible for row in rows if row.possible is not None)
    fewer = cover_within(grid, max(row.max_error for row in rows), len(rows))
    return Judgement(rows, cover.error, cover.bound, kept, None if fewer is None else fewer.slopes.size)


def _coded_notes(found: CodedTable, spec: UnitSpec) -> tuple[str, ...]:
    notes = []
    if found.rounded:
        notes.append(
            f"{found.rounded} of {2 * found.unit.pieces} slopes and intercepts are no values of {spec.slope.name} and "
            f"{spec.intercept.name}: they are rounded to the nearest"
        )
    if found.unreached:
        notes.append(f"{found.unreached} of {found.unit.pieces + found.unreached} pieces serve no input code")
    return tuple(notes)
