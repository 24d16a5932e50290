"""Files of a family in a number format: one module, one table, one function for all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pwlact.datapath.record import spec_to_json
from pwlact.errors import ConfigError, did_you_mean
from pwlact.export.csv_file import CODED, coded_rows
from pwlact.export.verilog import design_files
from pwlact.files import csv_text
from pwlact.many.c import family_header
from pwlact.many.family import Family
from pwlact.rtl import Design

UNITS_SCHEMA = "pwlact.units/1"
MAX_BENCH_BITS = 22  # of a function's number and an input: files of 4 million lines

FamilyTarget = Callable[[Family, Design], Mapping[str, str]]
"""From a family and its design, which has the name of all files, to file names and texts."""


def _verilog(_family: Family, design: Design) -> Mapping[str, str]:
    """Return the module and its record, with a bench where the inputs of all functions make no huge files."""
    return design_files(design, bench=design.spec.input.bits + design.select_bits <= MAX_BENCH_BITS)


def _json(family: Family, design: Design) -> Mapping[str, str]:
    """Return all units as JSON: codes, thresholds as order keys, which in fixed point are the input codes."""
    units = family.require_units()
    functions: list[dict[str, Any]] = [
        {
            "name": family.name(i),
            "cuts": unit.thresholds.tolist(),
            "slopes": unit.slopes.tolist(),
            "intercepts": unit.intercepts.tolist(),
            "max_error": float(units.max_errors[i]),
            "mse": float(units.mses[i]),
        }
        for i, unit in enumerate(units)
    ]
    record = {"schema": UNITS_SCHEMA, **spec_to_json(units.spec), "interval": family.interval, "functions": functions}
    return {f"{design.name}.json": json.dumps(record, indent=1, allow_nan=False) + "\n"}


def _csv(family: Family, design: Design) -> Mapping[str, str]:
    """Return a row for each piece of each function."""
    rows = [
        (i, family.name(i), k, *row)
        for i, unit in enumerate(family.require_units())
        for k, row in enumerate(coded_rows(unit))
    ]
    return {f"{design.name}.csv": csv_text(("function", "name", "piece", *CODED), rows)}


FAMILY_TARGETS: dict[str, FamilyTarget] = {"verilog": _verilog, "c": family_header, "json": _json, "csv": _csv}
"""What a family is exported to, by name."""


def family_files(family: Family, targets: list[str], design: Design) -> Mapping[str, str]:
    """Return the files of some targets: names and texts.

    Parameters
    ----------
    family : Family
        A family in a number format.
    targets : list of str
        verilog, c, json, csv.
    design : Design
        Its module.

    Raises
    ------
    ConfigError
        If a family has no such target.
    FormatError
        If the family is in real numbers, or a target cannot hold it.
    """
    files: dict[str, str] = {}
    for name in targets:
        if name not in FAMILY_TARGETS:
            raise ConfigError(
                f"a family's target is one of {', '.join(FAMILY_TARGETS)}, got {name[:40]!r}; "
                f"{did_you_mean(name, FAMILY_TARGETS)}choose one"
            )
        files |= FAMILY_TARGETS[name](family, design)
    return files
