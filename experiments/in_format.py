"""Searching in the format against rounding afterwards: maximum error of the unit over all its input codes.

python experiments/in_format.py

"Rounded after" takes the PWL with the smallest maximum error in real numbers, proven, and rounds each breakpoint, slope
and intercept to its nearest code. "In the format" chooses codes for what the unit computes; both have the same formats.
"""

from __future__ import annotations

import dataclasses
import time

from pwlact import functions
from pwlact.cli.console import print_table
from pwlact.functions import Interval
from pwlact.search.codes.rounded import rounded_after
from pwlact.search.evaluators import make_evaluator, make_unit_evaluator
from pwlact.search.methods import METHODS, evaluate
from pwlact.search.problem import Problem, objective_named
from pwlact.settings.unit import UnitChoice, unit_spec

EIGHT = (-8.0, 8.0)
FOUR = (-4.0, 4.0)
CASES: tuple[tuple[str, Interval, str, int, UnitChoice], ...] = (
    ("sigmoid", EIGHT, "q4.12", 16, UnitChoice()),
    ("tanh", EIGHT, "q4.12", 16, UnitChoice()),
    ("silu", EIGHT, "q4.12", 16, UnitChoice()),
    ("gelu", EIGHT, "q4.12", 16, UnitChoice()),
    ("mish", EIGHT, "q4.12", 32, UnitChoice()),
    ("exp", (-8.0, 0.0), "q4.12", 32, UnitChoice()),
    ("silu", EIGHT, "q4.12", 16, UnitChoice(arithmetic="separate")),
    ("gelu", EIGHT, "q4.12", 16, UnitChoice(selection="address")),
    ("silu", EIGHT, "q4.12", 16, UnitChoice(shift_terms=2)),
    ("sigmoid", EIGHT, "q4.8", 16, UnitChoice()),
    ("sigmoid", FOUR, "q3.5", 8, UnitChoice()),
    ("silu", FOUR, "q3.5", 8, UnitChoice()),
    ("tanh", EIGHT, "fp16", 16, UnitChoice()),
    ("gelu", EIGHT, "fp16", 16, UnitChoice(arithmetic="separate")),
    ("sigmoid", EIGHT, "bf16", 16, UnitChoice()),
    ("silu", EIGHT, "bf16", 8, UnitChoice()),
)


def row(function: str, interval: Interval, text: str, segments: int, choice: UnitChoice) -> tuple[float, float, float]:
    """Return the maximum error rounded after, that in the format, and the seconds of the search in the format."""
    spec = unit_spec(text, choice)
    problem = Problem(
        activation=functions.get(function),
        interval=interval,
        segments=segments,
        fit="minimax",
        objective=objective_named("max", spec),
        spec=spec,
    )
    minimax = METHODS["minimax"]
    real = make_evaluator(dataclasses.replace(problem, spec=None, objective=objective_named("max")))
    pwl = evaluate(real, minimax.search(real, minimax.config(), 0)).pwl
    evaluator = make_unit_evaluator(problem)
    after = evaluator.measure(rounded_after(evaluator.grid, pwl)).objective
    started = time.perf_counter()
    within = evaluate(evaluator, minimax.search(evaluator, minimax.config(), 0)).objective
    return after, within, time.perf_counter() - started


def described(choice: UnitChoice) -> str:
    """Return what a choice changes."""
    changed = {key: value for key, value in dataclasses.asdict(choice).items() if value != getattr(UnitChoice(), key)}
    return ", ".join(f"{key} {value}" for key, value in changed.items())


def main() -> None:
    """Print the table, and in how many cases the search in the format wins."""
    row(*CASES[0])  # compiles
    rows, wins, losses = [], 0, 0
    for case in CASES:
        after, within, seconds = row(*case)
        wins, losses = wins + (within < after), losses + (within > after)
        function, (low, high), text, segments, choice = case
        name = f"{function} [{low:g}, {high:g}], {text}, {segments} segments {described(choice)}".rstrip()
        rows.append((name, f"{after:.6f}", f"{within:.6f}", f"{after / within:.2f}", f"{seconds:.2f}"))
    print_table("maximum error over all input codes", ("unit", "rounded after", "in format", "ratio", "seconds"), rows)
    print(f"the search in the format wins {wins} of {len(CASES)} and loses {losses}")


if __name__ == "__main__":
    main()
