"""Placing and routing on an iCE40 by nextpnr: logic cells as they are on the part, and clock frequencies."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pwlact.errors import ConfigError, RunError
from pwlact.rtl import process
from pwlact.rtl.synthesis import yowasp
from pwlact.rtl.synthesis.script import NETLIST, TARGETS, Technology
from pwlact.rtl.synthesis.yosys import MAX_SECONDS

TOOL = "nextpnr-ice40"
REPORT = "placed.json"
OPTIONS = ("--json", NETLIST, "--report", REPORT, "--pcf-allow-unconstrained", "--timing-allow-fail", "--seed", "1")
PIN = "<async>"  # the end of a path at a pin


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A design on a part.

    Parameters
    ----------
    device : str
        The part and its package.
    logic_cells : int
        Logic cells in use: LUTs, carries and flip-flops, lone ones too, and what legal carry chains add.
    mhz : float or None
        Largest clock frequency in MHz of paths from input pins, their delay included, and between registers; None
        without such paths.
    register_mhz : float or None
        The same of paths between registers alone, as nextpnr states it; None without such paths.
    tool : str
        Name and version of nextpnr, which results depend on; its seed is 1.
    seconds : float
        Time of placing and routing.
    """

    device: str
    logic_cells: int
    mhz: float | None
    register_mhz: float | None
    tool: str
    seconds: float


def check_placed(names: list[str]) -> None:
    """Check that nextpnr is installed and serves one of some targets.

    Raises
    ------
    ConfigError
        If none of the targets has a part.
    RunError
        If nextpnr is not installed.
    """
    parts = [name for name, target in TARGETS.items() if target.device]
    if not set(parts) & set(names):
        raise ConfigError(f"--place is for targets {' and '.join(parts)}, got {', '.join(names)}; add one of them")
    yowasp.start(TOOL)


def place(target: Technology, folder: Path, timeout: float = MAX_SECONDS) -> Placement:
    """Place and route the netlist that Yosys wrote into a folder.

    Parameters
    ----------
    target : Technology
        A target with a part.
    folder : Path
        Working folder, with the netlist; receives the report.
    timeout : float
        Time limit in seconds.

    Raises
    ------
    RunError
        If nextpnr is not installed, exceeds the time limit, or the design does not fit on the part.
    """
    start = time.perf_counter()
    done = process.run([*yowasp.start(TOOL), *target.device, *OPTIONS, "-q"], folder, timeout)
    name = " ".join(part.lstrip("-") for part in target.device if part != "--package")
    if done.code:
        raise RunError(
            f"{TOOL} must place the unit on an iCE40 {name}, got {yowasp.reason(done.output + done.errors)!r}; "
            f"{'try --target ice40-nodsp, a larger part, or ' if target.name == 'ice40' else ''}use fewer bits"
        )
    report = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    return Placement(
        device=name,
        logic_cells=report["utilization"]["ICESTORM_LC"]["used"],
        mhz=_frequency(report, from_pins=True),
        register_mhz=_frequency(report, from_pins=False),
        tool=yowasp.version(TOOL),
        seconds=time.perf_counter() - start,
    )


def _frequency(report: Mapping[str, Any], *, from_pins: bool) -> float | None:
    """Return the frequency in MHz of the slowest path to a register, in nanoseconds in the report."""
    delays = [
        sum(step["delay"] for step in path["path"])
        for path in report["critical_paths"]
        if path["to"] != PIN and (from_pins or path["from"] != PIN)
    ]
    return 1e3 / max(delays) if delays else None
