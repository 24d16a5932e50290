"""`pwlact synth`: what a unit costs, by Yosys."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tyro.conf import Positional

from pwlact.cli.console import note, print_json, print_table, say
from pwlact.cli.parse import parse
from pwlact.errors import ConfigError
from pwlact.rtl import unit_verilog
from pwlact.rtl.synthesis.nextpnr import Placement, check_placed
from pwlact.rtl.synthesis.script import TARGETS
from pwlact.rtl.synthesis.synth import Cost, check_target, synthesise
from pwlact.rtl.synthesis.yosys import YosysName
from pwlact.runs.designs import find_design
from pwlact.search.describe import number
from pwlact.settings.marks import File, Folder

COLUMNS = ("target", "LUTs", "carries", "DSPs", "flip-flops", "depth", "logic cells", "area", "seconds")
UNPLACED = (
    "logic cells are LUTs and carries, packed; lone flip-flops and what legal carry chains add are left out: --place "
    "counts them"
)


@dataclass(frozen=True, kw_only=True)
class SynthCommand:
    __doc__ = "Map a result's Verilog to cells by Yosys, and count them.\n\nTargets:\n" + "\n".join(
        f"  {target.name:<13}{target.title}" for target in TARGETS.values()
    )

    result: Positional[str]
    """Run folder, its name, a result.json, a family's .npz file, or an exported folder or design.json."""
    target: tuple[str, ...] = ("ice40", "xilinx")
    """Targets, separated by blanks or commas. Target asic, for area, needs --liberty."""
    liberty: File | None = None
    """Liberty file of the cells, for target asic."""
    place: bool = False
    """Place and route for the ice40 targets by nextpnr: true logic cells, and the largest clock frequency."""
    latency: int | None = None
    """Clocks from input to output, 1 to 4; by default as exported, else 3."""
    yosys: YosysName = "yowasp"
    """Yosys: yowasp (the wheel that pwlact[rtl] pins) or system (the one on the PATH)."""
    out: Folder = "runs"
    """Folder of the run folders, where names are looked up."""
    json: bool = False
    """Print one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(SynthCommand, argv, "synth")
    targets = [name for text in command.target for name in text.split(",") if name]
    if command.liberty is not None and "asic" not in targets:
        targets.append("asic")
    if not targets:
        raise ConfigError(f"a target is one of {', '.join(TARGETS)}, got none; choose some")
    for target in targets:  # ahead of the work
        check_target(target, _liberty(command, target))
    if command.place:
        check_placed(targets)
    design, text = find_design(command.result, command.out)
    if command.latency is not None or text is None:
        design = dataclasses.replace(design, latency=command.latency or design.latency)
        text = unit_verilog(design)
    costs = []
    for target in targets:
        note(f"{target} ...")
        liberty = _liberty(command, target)
        costs.append(synthesise(text, design.name, target, liberty=liberty, yosys=command.yosys, place=command.place))
    if command.json:
        print_json({"module": design.name, "costs": [dataclasses.asdict(cost) for cost in costs]})
        return 0
    rows = [_cells(cost) for cost in costs]
    title = f"{design.name}, latency {design.latency}, {costs[0].tool}"
    print_table(title, COLUMNS, rows, drop=("seconds", "flip-flops"))
    for cost in costs:
        if cost.memories:
            say(f"{cost.target}: tables are in {cost.memories} block RAM{'s' * (cost.memories > 1)}")
    if any(cost.logic_cells is not None and cost.placement is None for cost in costs):
        say(UNPLACED)
    for cost in costs:
        if cost.placement is not None:
            say(_placed(cost.target, cost.placement))
        say(f"{cost.target}: " + ", ".join(f"{count} {name}" for name, count in sorted(cost.cells.items())))
    return 0


def _liberty(command: SynthCommand, target: str) -> Path | None:
    return Path(command.liberty) if command.liberty is not None and target == "asic" else None


def _placed(target: str, placement: Placement) -> str:
    """Return a placement as a line."""
    clocks = (
        f"{number(placement.mhz)} MHz with inputs from pins, {number(placement.register_mhz)} MHz between registers"
    )
    return f"{target}: {placement.logic_cells} logic cells on {placement.device}, {clocks}, {placement.tool}"


def _cells(cost: Cost) -> tuple[str, ...]:
    counts = (cost.luts, cost.carries, cost.dsps, cost.flipflops, cost.depth)
    packed = "-" if cost.logic_cells is None else f"{cost.logic_cells}"
    return (cost.target, *map(str, counts), packed, number(cost.area), f"{cost.seconds:.1f}")
