"""Target `verilog`: the unit, a self-checking bench with its vectors, and the design's record."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pwlact.datapath import Unit
from pwlact.datapath.record import threshold_codes
from pwlact.errors import FormatError
from pwlact.export.source import Source
from pwlact.export.target import Target
from pwlact.rtl import Design, unit_verilog
from pwlact.rtl.record import design_to_json
from pwlact.rtl.simulation.bench import bench_verilog
from pwlact.rtl.simulation.bench_spec import bench_memories
from pwlact.rtl.simulation.memory import memory_text

RECORD = "design.json"


def files(source: Source) -> Mapping[str, str]:
    """Return NAME.v, NAME_bench.v with its files of inputs and outputs, tables of codes, and design.json.

    `iverilog -g2005 NAME.v NAME_bench.v && vvp a.out` runs the bench.

    Raises
    ------
    FormatError
        If the result is in real numbers.
    """
    design = source.design
    if design is None:
        raise FormatError(
            "target verilog needs a result with codes, got one in real numbers; search with --format q4.12"
        )
    tables: dict[str, str] = {}
    for unit, function in zip(design.units, design.functions, strict=True):
        stem = design.name if len(design.units) == 1 else f"{design.name}_{function}"
        tables |= {f"{stem}_{name}.mem": text for name, text in coefficient_memory(unit).items()}
    return {**design_files(design), **tables}


def design_files(design: Design, *, bench: bool = True) -> Mapping[str, str]:
    """Return NAME.v, design.json and, by default, NAME_bench.v with its files of inputs and outputs.

    Raises
    ------
    FormatError
        If there are more inputs than a bench tries.
    """
    benches = {f"{design.name}_bench.v": bench_verilog(design), **bench_memories(design)} if bench else {}
    return {
        f"{design.name}.v": unit_verilog(design),
        **benches,
        RECORD: json.dumps(design_to_json(design), indent=2) + "\n",
    }


def coefficient_memory(unit: Unit) -> Mapping[str, str]:
    """Return tables of thresholds, slopes and intercepts by file suffix; a line a piece, tails included.

    The thresholds' file keeps its first suffix, "begins", so that scripts still find it.

    They hold the model's codes. The case statement of the Verilog may hold others: intercepts with a constant for
    rounding, slopes without common zeros.
    """
    spec = unit.spec
    said = "// {}, {}: the model's codes; the unit's own table may hold rounding and common zeros apart\n"
    tables = {
        "begins": (threshold_codes(unit), spec.input),
        "slopes": (unit.slopes, spec.slope),
        "intercepts": (unit.intercepts, spec.intercept),
    }
    return {
        suffix: said.format(suffix, format_.name) + memory_text(format_.pattern(codes), format_.bits)
        for suffix, (codes, format_) in tables.items()
    }


TARGET = Target("verilog", "Verilog-2005 unit with a self-checking bench, vectors and tables (.mem)", files)
