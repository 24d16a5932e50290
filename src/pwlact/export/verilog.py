"""Target `verilog`: the unit, a self-checking bench with its vectors, and the design's record."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pwlact.errors import FormatError
from pwlact.export.source import Source
from pwlact.export.target import Target
from pwlact.rtl import unit_verilog
from pwlact.rtl.memory import coefficient_memory
from pwlact.rtl.record import design_to_json
from pwlact.rtl.simulation.bench import bench_verilog
from pwlact.rtl.simulation.bench_spec import bench_memories

RECORD = "design.json"


def files(source: Source) -> Mapping[str, str]:
    """Return NAME.v, NAME_bench.v with the inputs and outputs that it reads, tables of codes, design.json.

    `iverilog -g2005 NAME.v NAME_bench.v && vvp a.out` runs the bench.

    Raises
    ------
    FormatError
        If the source has no unit.
    """
    design = source.design
    if design is None:
        raise FormatError("target verilog is made of codes, got a result without a format; search with --format q4.12")
    tables: dict[str, str] = {}
    for unit, function in zip(design.units, design.functions, strict=True):
        stem = design.name if len(design.units) == 1 else f"{design.name}_{function}"
        tables |= {f"{stem}_{name}.mem": text for name, text in coefficient_memory(unit).items()}
    return {
        f"{design.name}.v": unit_verilog(design),
        f"{design.name}_bench.v": bench_verilog(design),
        **bench_memories(design),
        **tables,
        RECORD: json.dumps(design_to_json(design), indent=2) + "\n",
    }


TARGET = Target("verilog", "Verilog-2005 unit with a self-checking bench, vectors and tables (.mem)", files)
