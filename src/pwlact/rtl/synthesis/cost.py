"""Cost of a unit by synthesis."""

from __future__ import annotations

from pathlib import Path

from pwlact.datapath import Unit
from pwlact.rtl.design import Design
from pwlact.rtl.synthesis.synth import Cost, synthesise
from pwlact.rtl.synthesis.yosys import MAX_SECONDS, YosysName
from pwlact.rtl.verilog import unit_verilog

TOP = "pwl_unit"


def unit_cost(
    unit: Unit,
    target: str = "ice40",
    *,
    liberty: Path | None = None,
    yosys: YosysName = "yowasp",
    timeout: float = MAX_SECONDS,
) -> Cost:
    """Return the cost of a unit by itself, synthesised with the usual latency.

    Parameters
    ----------
    unit : Unit
        The unit.
    target, liberty, yosys, timeout
        As in `synthesise`.

    Raises
    ------
    ConfigError, FileError, RunError
        As in `synthesise`.
    """
    text = unit_verilog(Design(units=(unit,), functions=(TOP,), name=TOP))
    return synthesise(text, TOP, target, liberty=liberty, yosys=yosys, timeout=timeout)
