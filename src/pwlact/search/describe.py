"""Problems and figures in words: plain text for a `repr`, a table, a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pwlact.fit import Pins
    from pwlact.search.problem import Objective, Problem


def number(value: float | None, form: str = ".6g") -> str:
    """Return a figure as text, a dash where there is none."""
    return "-" if value is None else f"{value:{form}}"


def share(gap: float | None) -> str:
    """Return a gap as text: in per cent, or as a factor where it is large."""
    if gap is None:
        return "-"
    return f"{gap:.3%}" if gap < 10 else f"x {gap + 1:.4g}"


def problem_lines(problem: Problem) -> list[str]:
    """Return two lines on a problem, function and range, fit and objective; a third on the unit where it has one."""
    (low, high), count = problem.interval, problem.segments
    lines = [
        f"{problem.activation.name} on [{low:g}, {high:g}], {count} segment{'' if count == 1 else 's'}",
        f"fit: {problem.fit}, objective: {objective_text(problem.objective)}{_pins_text(problem.pins)}",
    ]
    if problem.constraints:
        lines[1] += f", {problem.constraints.text}"
    if problem.density is not None:
        lines[1] += f", density: {problem.density.text}"
    return lines if problem.spec is None else [*lines, f"unit: {problem.spec}"]


def objective_text(objective: Objective) -> str:
    """Return an objective as a weighted sum, and where its errors are taken."""
    parts = {"mean": objective.mean_weight, "max": objective.max_weight, "mse": objective.mse_weight}
    total = " + ".join(name if weight == 1.0 else f"{weight:g} {name}" for name, weight in parts.items() if weight)
    measures = {"grid": "on the sampling grid", "exact": "on the whole range", "codes": "on the input codes"}
    weight = "" if objective.weight is None else f", errors weighted by {objective.weight.text}"
    return f"{total} {measures[objective.measure]}{weight}"


def _pins_text(pins: Pins) -> str:
    ends = [f"{side} end {value:g}" for side, value in zip(("left", "right"), pins, strict=True) if value is not None]
    return f", pinned: {', '.join(ends)}" if ends else ""
