"""`pwlact functions`: list the functions, or show one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pwlact import functions
from pwlact.cli.console import print_json, print_table, say
from pwlact.cli.parse import parse
from pwlact.functions import Activation, Line, curvature_maxima
from pwlact.settings.function import FunctionChoice


@dataclass(frozen=True, kw_only=True)
class FunctionsCommand(FunctionChoice):
    """List the functions, or show one: formula, domain, tails, curvature maxima, inflections."""

    json: bool = False
    """Print one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(FunctionsCommand, argv, "functions")
    if not command.ways():
        rows = [functions.get(name) for name in functions.names()]
        if command.json:
            print_json({"functions": [_describe(row, row.interval) for row in rows]})
        else:
            print_table(
                "functions",
                ("name", "formula", "range"),
                [(row.name, row.formula, _span(row)) for row in rows],
                texts=("formula",),
            )
        return 0
    activation = command.activation()
    description = _describe(activation, command.interval(activation))
    if command.json:
        print_json(description)
        return 0
    for key, value in description.items():
        say(f"{key.replace('_', ' '):<16} {_text(value)}")
    return 0


def _span(activation: Activation) -> str:
    low, high = activation.interval
    return f"{low:g} {high:g}"


def _describe(activation: Activation, interval: functions.Interval) -> dict[str, Any]:
    at, heights = curvature_maxima(activation, interval)
    return {
        "name": activation.name,
        "label": activation.label,
        "formula": activation.formula,
        "interval": list(interval),
        "domain": [bound if math.isfinite(bound) else None for bound in activation.domain],
        "left_tail": _tail(activation.left_tail),
        "right_tail": _tail(activation.right_tail),
        "tail_sources": [activation.tail_source("left"), activation.tail_source("right")],
        "symmetry": activation.symmetry.value,
        "inflections": list(activation.inflections),
        "kinks": list(activation.kinks),
        "curvature_maxima": [{"x": float(x), "curvature": float(k)} for x, k in zip(at, heights, strict=True)],
        "source": activation.source,
    }


def _tail(tail: Line | None) -> list[float] | None:
    return None if tail is None else list(tail)


def _text(value: Any) -> str:
    if value is None:
        return "the outer piece goes on"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return ", ".join(f"{peak['curvature']:.6g} at {peak['x']:.6g}" for peak in value)
    if isinstance(value, list) and value and isinstance(value[0], str):
        return ", ".join(value)
    if isinstance(value, list):
        return " ".join("unbounded" if item is None else f"{item:.9g}" for item in value) or "none"
    return str(value)
