"""Designs of results and of exported files."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from pwlact import functions
from pwlact.datapath import fraction
from pwlact.datapath.record import unit_to_json
from pwlact.errors import FileError
from pwlact.export.from_result import design_of, require_unit
from pwlact.export.verilog import RECORD
from pwlact.files import is_file, parse_json, read_text
from pwlact.functions import Symmetry
from pwlact.many import Family
from pwlact.rtl.design import Design
from pwlact.rtl.record import design_from_json
from pwlact.runs.families import exported_record, find_family, named_design
from pwlact.runs.folder import find_result
from pwlact.search.codes.spec import with_fractions
from pwlact.search.methods import METHODS
from pwlact.search.mirror import half_problem
from pwlact.search.problem import objective_named
from pwlact.search.result import Result
from pwlact.search.result_json import load_result
from pwlact.search.solve import solve

FOLDER = "export"


def with_functions(result: Result, names: Sequence[str]) -> list[Result]:
    """Return results for several functions in one unit's formats: the given one, and exact searches for the others.

    Parameters
    ----------
    result : Result
        A result with a unit.
    names : sequence of str
        Functions, the result's own among them or not.

    Raises
    ------
    InputError
        If a function is unknown, or does not fit the range or the formats.
    """
    spec = require_unit(result).spec
    if spec.fixed:
        wide = dataclasses.replace(spec, trim=("slope", "intercept"))
        spec = with_fractions(wide, fraction(spec.slope), fraction(spec.intercept))
    found = []
    for text in names:
        activation = functions.get(text)
        if activation == result.problem.activation:
            found.append(result)
            continue
        mirrored = spec.mirrored
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
    """Return the design that `text` names, and its Verilog where it was exported.

    Parameters
    ----------
    text : str
        A result as in `find_result`, a family's .npz file, or exported files elsewhere: their folder, or design.json in
        it.
    out : str
        Folder that names of runs are looked up in.

    Raises
    ------
    InputError
        If there is no such result, it is in real numbers, or the exported files are damaged or of another result.
    """
    family = find_family(text)
    if family is not None:
        return _of_family(family, text)
    for record in (Path(text), Path(text) / RECORD):
        if record.name == RECORD and is_file(record):
            return _exported(record)
    path = find_result(text, out)
    record = path.parent / FOLDER / RECORD
    result = load_result(path)
    if not is_file(record):
        return design_of([result]), None
    design, verilog = _exported(record)
    if unit_to_json(require_unit(result)) not in [unit_to_json(unit) for unit in design.units]:
        raise FileError(f"exported files must be of the run's result, got others in {record.parent}; export it again")
    return design, verilog


def _of_family(family: Family, text: str) -> tuple[Design, str | None]:
    """Return a family's design, and its Verilog where it was exported."""
    design, record = named_design(family, text), exported_record(text)
    if record is None:
        return design, None
    exported, verilog = _exported(record)
    if [unit_to_json(unit) for unit in exported.units] != [unit_to_json(unit) for unit in design.units]:
        raise FileError(f"exported files must be of the family, got others in {record.parent}; export it again")
    return exported, verilog


def _exported(record: Path) -> tuple[Design, str]:
    design = read_design(record)
    return design, read_verilog(record.parent / f"{design.name}.v")


def read_design(path: Path) -> Design:
    """Read an exported design's record.

    Raises
    ------
    FileError
        If it cannot be read, or is no record of a design.
    """
    try:
        data = parse_json(read_text(path))
    except OSError as fault:
        raise FileError(f"a design's record must be readable, got {path}: {fault.strerror}; export it again") from fault
    except (ValueError, RecursionError) as fault:
        raise FileError(f"a design's record holds JSON, got {path}: {fault}; export it again") from fault
    return design_from_json(data)


def read_verilog(path: Path) -> str:
    """Read Verilog text.

    Raises
    ------
    FileError
        If it cannot be read, or is no text.
    """
    try:
        return read_text(path)
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else fault
        raise FileError(f"a Verilog file must be readable text, got {path}: {reason}; give another") from fault
