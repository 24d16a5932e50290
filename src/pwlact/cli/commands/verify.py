"""`pwlact verify`: proof by simulation that the hardware computes what the model says, on every input."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tyro.conf import Positional

from pwlact.cli.console import print_json, print_table, say
from pwlact.cli.parse import parse
from pwlact.errors import ConfigError
from pwlact.rtl import Design
from pwlact.rtl.simulation.simulate import SimulatorName
from pwlact.rtl.simulation.verify import Failure, Verification, verify, verify_text
from pwlact.runs.designs import find_design, read_verilog
from pwlact.settings.marks import File, Folder


@dataclass(frozen=True, kw_only=True)
class VerifyCommand:
    """Simulate a result's Verilog on every input code and compare with the datapath model, bit for bit.

    The Verilog is the exported file if there is one, else it is made anew. Inputs come back to back, with gaps, and
    with resets in mid-stream. The exit code is 1 if any output differs.
    """

    result: Positional[str]
    """Run folder, its name, a result.json, a family's .npz file, or an exported folder or design.json."""
    simulator: SimulatorName = "icarus"
    """Simulator."""
    latency: int | None = None
    """Clocks from input to output, 1 to 4; by default as exported. If given, the Verilog is made anew."""
    verilog: File | None = None
    """Simulate this file. It holds a module with the exported name and ports."""
    limit: int = 10
    """Largest number of mismatches to show."""
    out: Folder = "runs"
    """Folder of the run folders, where names are looked up."""
    json: bool = False
    """Print one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(VerifyCommand, argv, "verify")
    if command.limit < 1:
        raise ConfigError(f"limit must be at least 1, got {command.limit}; try --limit 10")
    design, text = find_design(command.result, command.out)
    if command.latency is not None:
        design, text = dataclasses.replace(design, latency=command.latency), None
    if command.verilog is not None:
        text = read_verilog(Path(command.verilog))
    if text is None:
        done = verify(design, command.simulator, command.limit)
    else:
        done = verify_text(text, design, command.simulator, command.limit)
    if command.json:
        print_json(_json(design, done))
    else:
        _print(design, done)
    return 1 if done.mismatches else 0


def _json(design: Design, done: Verification) -> dict[str, Any]:
    return {"module": design.name, "latency": design.latency, **dataclasses.asdict(done)}


def _print(design: Design, done: Verification) -> None:
    counts = ("sent", "compared", "wrong", "missing", "unexpected")
    rows = [(stream.name, *(f"{getattr(stream, count):,}" for count in counts)) for stream in done.streams]
    title = f"{design.name}, latency {design.latency}, on {done.inputs:,} inputs, by {done.simulator}"
    print_table(title, ("stream", *counts), rows)
    for failure in done.first:
        say(_line(design, failure))
    say(f"{done.mismatches:,} mismatches on {done.inputs:,} inputs, {done.seconds:.1f} s")


def _line(design: Design, failure: Failure) -> str:
    if failure.code is None or failure.select is None:
        return f"{failure.stream}: {failure.kind}, got {failure.got}"
    function = design.functions[failure.select if failure.select < len(design.functions) else 0]
    return (
        f"{failure.stream}: {failure.kind}, {function} of code {failure.code}: expected {failure.expected}, "
        f"got {failure.got}"
    )
