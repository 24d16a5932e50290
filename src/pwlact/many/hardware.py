"""A family in hardware: one Verilog module for all functions, with the function's number as an input.

The module is that of `rtl.Design` with several units. Its ports are those of a single unit (clk, rst, in_valid,
in_data, out_valid, out_data) and `select`, the function's number in ceil(log2 n) bits; n and above give function 0.
Thresholds are a table by function, slopes and intercepts one by function and piece; comparators, multiplier and adder
are there once. The latency is 1 to 4 clocks, and a new function may be asked for at every clock.

    family = pwlact.approximate_many(x, Y, segments=8, format="q3.5")
    design = family_design(family, name="layer1")   # rtl.Design
    family.verify().mismatches                      # every input of every function, by simulation
    family.synth("ice40")                           # [rtl.synthesis.synth.Cost]
"""

from __future__ import annotations

import re

from pwlact.errors import require
from pwlact.many.family import Family
from pwlact.rtl import Design, unit_verilog
from pwlact.rtl.simulation.simulate import SimulatorName
from pwlact.rtl.simulation.verify import Verification, verify
from pwlact.rtl.synthesis.synth import Cost, synthesise
from pwlact.rtl.synthesis.yosys import MAX_SECONDS, YosysName

LATENCY = 3
NAME = "pwl_family"
MAX_FUNCTIONS = 4096  # of one module


def family_design(family: Family, *, name: str = NAME, latency: int | None = None) -> Design:
    """Return the design of one module that computes all functions of a family.

    Parameters
    ----------
    family : Family
        A family in a number format.
    name : str
        Name of the module.
    latency : int, optional
        Clocks from input to output, 1 to 4; by default 3.

    Raises
    ------
    FormatError
        If the family is in real numbers.
    ConfigError
        If there are more than 4096 functions, or the name or the latency is bad.
    """
    units = family.require_units()
    require(
        len(units) <= MAX_FUNCTIONS, f"a module has at most {MAX_FUNCTIONS} functions", len(units), "divide the family"
    )
    functions = [_printable(family.name(i)) for i in range(len(units))]
    return Design(
        units=tuple(units),
        functions=tuple(functions),
        name=name,
        latency=LATENCY if latency is None else latency,
        note=_note(family),
    )


def verify_family(
    family: Family, simulator: SimulatorName = "icarus", *, name: str = NAME, latency: int | None = None
) -> Verification:
    """Simulate a family's Verilog on every input code of every function, and compare it with the units.

    Parameters, errors
        As of `family_design` and `rtl.simulation.verify.verify`.
    """
    return verify(family_design(family, name=name, latency=latency), simulator)


def synth_family(
    family: Family,
    target: str = "ice40",
    *,
    latency: int | None = None,
    yosys: YosysName = "yowasp",
    timeout: float = MAX_SECONDS,
) -> Cost:
    """Return the cells of a family's module on a target, by Yosys.

    Parameters, errors
        As of `family_design` and `rtl.synthesis.synth.synthesise`.
    """
    return synthesise(unit_verilog(family_design(family, latency=latency)), NAME, target, yosys=yosys, timeout=timeout)


def _printable(name: str) -> str:
    """Return a function's name for comments."""
    return re.sub(r"\s+", " ", name) if name.isprintable() else ascii(name)


def _note(family: Family) -> tuple[str, ...]:
    """Return comment lines about a family: its range and errors."""
    units, (low, high) = family.require_units(), family.interval
    return (
        f"{len(units)} functions on [{low!r}, {high!r}], the {family.objective} error minimised over all input codes",
        f"the units' largest error {units.max_errors.max():.6g}, mean square error over all {units.mses.mean():.4g}",
    )
