"""Units of many kinds, each searched, written as Verilog and simulated on every input code: mismatches with the model.

python experiments/proof.py [--simulator verilator]

The exit code is 1 if any output of any unit differs.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, field

from pwlact import functions
from pwlact.cli.console import note, print_table
from pwlact.export.from_result import design_of
from pwlact.functions import Interval, Symmetry
from pwlact.rtl.simulation.simulate import SimulatorName
from pwlact.rtl.simulation.verify import verify
from pwlact.search.methods import METHODS
from pwlact.search.problem import Problem, objective_named
from pwlact.search.solve import solve
from pwlact.settings.unit import UnitChoice, unit_spec

SIX = ("silu", "sigmoid", "tanh", "gelu", "exp", "mish")
NARROW = {"exp": (-4.0, 0.0)}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A unit to be proven."""

    function: str
    format: str
    segments: int = 16
    latency: int = 3
    interval: Interval | None = None
    mirror: bool = False
    choice: UnitChoice = field(default_factory=UnitChoice)
    what: str = ""


def cases() -> list[Case]:
    """Return the units: functions, formats, latencies, selections, multipliers, mirrors."""
    listed = [Case(function=name, format=text) for text in ("q4.12", "fp16", "bf16") for name in SIX]
    listed += [Case(function=f, format="q3.5", segments=8, interval=NARROW.get(f, (-4.0, 4.0))) for f in SIX]
    listed += [Case(function="silu", format=text, latency=n) for text in ("q4.12", "fp16") for n in (1, 2, 3, 4)]
    address = UnitChoice(selection="address", address_bits=9)
    listed += [Case(function="silu", format=t, choice=address, what="address bits") for t in ("q4.12", "fp16", "bf16")]
    for terms in (1, 2, 3):
        shifts = UnitChoice(shift_terms=terms)
        listed.append(Case(function="silu", format="q4.12", choice=shifts, what=f"{terms} shift terms"))
    separate = UnitChoice(arithmetic="separate")
    listed += [Case(function="silu", format=t, choice=separate, what="separate") for t in ("q4.12", "fp16", "bf16")]
    listed += [Case(function=f, format="q4.12", mirror=True, what="mirrored") for f in ("silu", "sigmoid", "tanh")]
    listed.append(Case(function="tanh", format="fp16", mirror=True, what="mirrored"))
    return listed


def proven(case: Case, simulator: SimulatorName) -> tuple[tuple[str, ...], int]:
    """Search and verify a unit; return its row, and its mismatches."""
    activation = functions.get(case.function)
    spec = unit_spec(case.format, case.choice, activation.symmetry if case.mirror else Symmetry.NONE)
    problem = Problem(
        activation=activation,
        interval=case.interval or activation.interval,
        segments=case.segments,
        fit="minimax",
        objective=objective_named("max", spec),
        spec=spec,
    )
    started = time.perf_counter()
    result = solve(problem, METHODS["minimax"], METHODS["minimax"].config(), 0)
    searched = time.perf_counter() - started
    done = verify(design_of([result], latency=case.latency), simulator)
    name = f"{case.function}, {case.format}, {case.segments} segments"
    figures = (f"{result.candidate.objective:.6f}", f"{done.inputs:,}", f"{done.mismatches:,}")
    return (name, f"{case.latency}", case.what, *figures, f"{searched:.2f}", f"{done.seconds:.2f}"), done.mismatches


def main() -> int:
    """Print the table; return 1 if anything differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--simulator", choices=("icarus", "verilator"), default="icarus")
    simulator: SimulatorName = parser.parse_args().simulator
    rows, mismatches = [], 0
    for case in cases():
        note(f"{case.function} {case.format} {case.what} ...")
        row, wrong = proven(case, simulator)
        rows.append(row)
        mismatches += wrong
    columns = ("unit", "latency", "kind", "max error", "inputs", "mismatches", "search s", "verify s")
    print_table(f"Verilog against the model, by {simulator}", columns, rows)
    return 1 if mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
