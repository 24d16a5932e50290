"""Yosys scripts of the targets, and the kinds of their cells."""

from __future__ import annotations

from dataclasses import dataclass

SOURCE, LIBERTY = "unit.v", "cells.lib"
STATISTICS, REGISTERS, PATH = "cells.json", "registers.json", "path.txt"
AREA, NETLIST = "area.txt", "netlist.json"
"""Names of the files in the folder that Yosys runs in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """A technology that Yosys maps to.

    Parameters
    ----------
    name, title : str
        Name, and a title that says which cells are counted.
    commands : tuple of str
        Commands that map the design; `{top}` stands for its name.
    registers : str
        Selection of the cells that end a path: flip-flops, and multipliers with a register.
    luts, dsps, carries, flipflops, memories : tuple of str
        First parts of the type names of such cells.
    device : tuple of str
        nextpnr's options for the part on which the design can be placed; empty for none.
    """

    name: str
    title: str
    commands: tuple[str, ...]
    registers: str
    luts: tuple[str, ...] = ()
    dsps: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    flipflops: tuple[str, ...] = ()
    memories: tuple[str, ...] = ()
    device: tuple[str, ...] = ()


ICE40_REGISTERS = "t:SB_DFF* t:SB_MAC16 r:*_REG*>0 %i t:SB_MAC16 r:*OUTPUT_SELECT=2'b01 %i"
ICE40_CELLS = {
    "luts": ("SB_LUT4",),
    "dsps": ("SB_MAC16",),
    "carries": ("SB_CARRY",),
    "flipflops": ("SB_DFF",),
    "memories": ("SB_RAM",),
}
XILINX_CELLS = {
    "luts": ("LUT", "SRL", "INV"),
    "dsps": ("DSP48",),
    "carries": ("CARRY4",),
    "flipflops": ("FD",),
    "memories": ("RAMB",),
}
GATE_REGISTERS = ("$_DFF", "$_SDFF")

TARGETS = {
    target.name: target
    for target in (
        Technology(
            name="ice40",
            title="Lattice iCE40 with its multipliers: LUT4, SB_CARRY, SB_MAC16",
            commands=("synth_ice40 -dsp -top {top}", f"write_json {NETLIST}"),
            registers=ICE40_REGISTERS,
            device=("--up5k", "--package", "sg48"),
            **ICE40_CELLS,
        ),
        Technology(
            name="ice40-nodsp",
            title="Lattice iCE40 without multipliers: LUT4, SB_CARRY",
            commands=("synth_ice40 -top {top}", f"write_json {NETLIST}"),
            registers=ICE40_REGISTERS,
            device=("--hx8k", "--package", "ct256"),
            **ICE40_CELLS,
        ),
        Technology(
            name="xilinx",
            title="Xilinx 7 series: LUT1 to LUT6, CARRY4, DSP48E1",
            commands=("synth_xilinx -flatten -noiopad -noclkbuf -top {top}",),
            registers="t:FD* t:DSP48E1 r:*REG>0 %i",
            **XILINX_CELLS,
        ),
        Technology(
            name="generic",
            title="gates of Yosys's own, no technology",
            commands=("synth -flatten -top {top}",),
            registers="t:$_*DFF*",
            flipflops=GATE_REGISTERS,
        ),
        Technology(
            name="asic",
            title="standard cells of a Liberty file: area in its unit",
            commands=(
                f"read_liberty -lib {LIBERTY}",
                "synth -flatten -top {top}",
                f"tee -q -o {REGISTERS} stat -json",  # flip-flops while their types are Yosys's own
                f"dfflibmap -liberty {LIBERTY}",
                "select -set registers t:* t:$_* %d",
                f"abc -liberty {LIBERTY}",
                "opt_clean -purge",
                f"tee -q -o {AREA} stat -liberty {LIBERTY}",
            ),
            registers="@registers",
            flipflops=GATE_REGISTERS,
        ),
    )
}
"""The technologies, by name."""


def script(target: Technology, top: str) -> str:
    """Return Yosys's commands: read, map, count the cells, find the longest path between registers."""
    lines = [f"read_verilog {SOURCE}", f"hierarchy -check -top {top}"]
    lines += [command.format(top=top) for command in target.commands]
    lines += [
        f"tee -q -o {STATISTICS} stat -json",
        f"select -set ends {target.registers}",
        "select -set between * @ends %d",
        f"tee -q -o {PATH} ltp @between",
    ]
    return "\n".join(lines) + "\n"
