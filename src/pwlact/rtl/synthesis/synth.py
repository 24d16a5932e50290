"""Cost of a design: Yosys maps it to a technology and counts its cells."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pwlact.errors import ConfigError, FileError, RunError
from pwlact.rtl.synthesis import nextpnr
from pwlact.rtl.synthesis import script as scripts
from pwlact.rtl.synthesis import yosys as tool
from pwlact.rtl.synthesis.nextpnr import Placement
from pwlact.rtl.synthesis.packing import logic_cells
from pwlact.rtl.synthesis.script import TARGETS, Technology
from pwlact.rtl.synthesis.yosys import MAX_SECONDS, YosysName

LENGTH = r"\(length=(\d+)\)"
CHIP = r"Chip area for .*: (\S+)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Cells of a mapped design.

    Parameters
    ----------
    target : str
        Name of the technology.
    cells : mapping of str to int
        Number of cells of each type.
    luts, dsps, carries, flipflops : int
        Number of look-up tables of any size, multipliers, carry cells (of four bits each for Xilinx) and flip-flops.
    depth : int
        Cells on the longest path between registers or ports, carry cells and multipliers included.
    logic_cells : int or None
        Packed cells of LUTs and carries on the iCE40, without lone flip-flops and what legal carry chains add; None for
        other targets.
    area : float or None
        Area in the Liberty file's unit; None without such a file.
    tool : str
        Yosys's name and version.
    seconds : float
        Time of the synthesis.
    placement : Placement or None
        The design on a part; None where it was not placed.
    memories : int
        Number of block RAMs of any size, which hold large tables.
    """

    target: str
    cells: Mapping[str, int]
    luts: int
    dsps: int
    carries: int
    flipflops: int
    depth: int
    logic_cells: int | None
    area: float | None
    tool: str
    seconds: float
    placement: Placement | None = None
    memories: int = 0


def synthesise(
    text: str,
    top: str,
    target: str = "ice40",
    *,
    liberty: Path | None = None,
    yosys: YosysName = "yowasp",
    timeout: float = MAX_SECONDS,
    place: bool = False,
) -> Cost:
    """Return the cost of a Verilog module.

    Parameters
    ----------
    text : str
        Verilog text.
    top : str
        Name of the module that is counted, with the modules in it.
    target : str
        A name in `TARGETS`.
    liberty : Path, optional
        Standard cells, for the target "asic" only.
    yosys : str
        "yowasp": the wheel from PyPI. "system": the one on the PATH.
    timeout : float
        Time limit of each tool in seconds.
    place : bool
        Whether nextpnr places the design too, where the target has a part.

    Raises
    ------
    ConfigError
        If the target is unknown, or a Liberty file is missing or not taken.
    FileError
        If the Liberty file cannot be read.
    RunError
        If a tool is not installed, refuses the design, or exceeds the time limit.
    """
    check_target(target, liberty)
    if not re.fullmatch(r"[A-Za-z_]\w*", top, re.ASCII):
        raise ConfigError(f"a module's name is letters, digits and underscores, got {top!r}; rename it")
    chosen = TARGETS[target]
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="pwlact-") as name:
        folder = Path(name)
        (folder / scripts.SOURCE).write_text(text, encoding="utf-8")
        if liberty is not None:
            with _faults_of(liberty):
                shutil.copyfile(liberty, folder / scripts.LIBERTY)
        tool.run(yosys, folder, scripts.script(chosen, top), timeout)
        cost = _cost(chosen, folder, tool.version(yosys), time.perf_counter() - start)
        placed = nextpnr.place(chosen, folder, timeout) if place and chosen.device else None
        return dataclasses.replace(cost, placement=placed)


def check_target(name: str, liberty: Path | None) -> None:
    """Check that a target is known, and has a Liberty file exactly where it takes one.

    Raises
    ------
    ConfigError
        If the target is unknown, or a Liberty file is missing or not taken.
    FileError
        If the Liberty file cannot be read.
    """
    if name not in TARGETS:
        raise ConfigError(f"a target is one of {', '.join(TARGETS)}, got {name!r}; choose one")
    if (name == "asic") != (liberty is not None):
        raise ConfigError(
            f"target asic, and no other, takes a Liberty file, got {name} with {liberty or 'none'}; "
            "give --target asic --liberty FILE"
        )
    if liberty is not None:
        with _faults_of(liberty), liberty.open("rb"):
            pass


@contextmanager
def _faults_of(liberty: Path) -> Iterator[None]:
    """Name a Liberty file in faults of the system."""
    try:
        yield
    except OSError as fault:
        reason = fault.strerror or fault
        raise FileError(f"{liberty} must be a Liberty file, got {reason}; name another") from fault


def _cost(target: Technology, folder: Path, version: str, seconds: float) -> Cost:
    """Return the cost from the files that Yosys wrote."""
    cells = _cells(folder / scripts.STATISTICS)
    unmapped, area, netlist = (folder / name for name in (scripts.REGISTERS, scripts.AREA, scripts.NETLIST))
    registers = _cells(unmapped) if unmapped.exists() else cells
    return Cost(
        target=target.name,
        cells=cells,
        luts=_count(cells, target.luts),
        dsps=_count(cells, target.dsps),
        carries=_count(cells, target.carries),
        flipflops=_count(registers, target.flipflops),
        memories=_count(cells, target.memories),
        depth=int(_number(LENGTH, folder / scripts.PATH)),
        logic_cells=logic_cells(json.loads(netlist.read_text(encoding="utf-8"))) if netlist.exists() else None,
        area=(_number(CHIP, area) if cells else 0.0) if area.exists() else None,
        tool=version,
        seconds=seconds,
    )


def _cells(path: Path) -> dict[str, int]:
    """Return the whole design's cells by type."""
    text = path.read_text(encoding="utf-8")
    data = json.loads(text[text.index("{") : text.rindex("}") + 1])  # some versions write text around it
    design = data.get("design") or next(iter(data["modules"].values()))
    cells: dict[str, int] = design["num_cells_by_type"]
    return cells


def _count(cells: Mapping[str, int], beginnings: tuple[str, ...]) -> int:
    return sum(number for name, number in cells.items() if name.startswith(beginnings)) if beginnings else 0


def _number(pattern: str, path: Path) -> float:
    """Return the number that Yosys wrote into a file."""
    text = path.read_text(encoding="utf-8")
    found = re.search(pattern, text)
    if found is None:
        raise RunError(f"Yosys must write {pattern!r}, got {text[:60]!r}; use the version that pwlact[rtl] installs")
    return float(found[1])
