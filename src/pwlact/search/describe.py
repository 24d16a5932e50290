"""Problems and figures in words: plain text for a `repr`, a table, a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

GAP_MEANING = "gap: at most this much above the best possible with any values, least squares or not"

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
    return f"{gap:.3%}" if gap < 10 else f"x {gap + 1:.4g}"  # read with GAP_MEANING, or in `gap_text`


def gap_text(gap: float | None, problem: Problem) -> str:
    """Return a gap as text with its meaning.

    The lower bound is of the best values or codes, so that an approximation by least squares may not reach it; at noisy
    data it is of values that keep no constraints.

    Parameters
    ----------
    gap : float or None
        J / lower bound - 1; None where no bound is known.
    problem : Problem
        The problem, in real numbers or for a unit.
    """
    if gap is None:
        return "-, for no lower bound above 0 is known"
    if bound_to_squares(problem):
        return "no bound for these values, which are least squares"
    return _above_best(gap, problem)


def _above_best(gap: float, problem: Problem) -> str:
    free = ", constraints apart" if problem.activation.noisy and problem.constraints else ""
    any_ = "values" if problem.spec is None else "codes"
    return f"at most {share(gap)} above the best possible with any {any_}{free}"


def bound_to_squares(problem: Problem) -> bool:
    """Tell whether values are least squares where the objective is another: its bound is then of other values."""
    asked = problem.objective
    return problem.spec is None and problem.fit == "lstsq" and bool(asked.mean_weight or asked.max_weight)


def bound_text(gap: float | None, lower_bound: float | None, problem: Problem) -> str:
    """Return what a lower bound says of an objective: the gap with its meaning, and the bound."""
    if lower_bound is None or gap is None:
        return "no lower bound known" if lower_bound is None else f"lower bound {lower_bound:.6g}"
    none = "no bound for these values, " if bound_to_squares(problem) else ""
    return f"{none}{_above_best(gap, problem)} (lower bound {lower_bound:.6g})"


def fewest_text(segments: int, tolerance: str, proven: bool) -> str:
    """Return what a search for the fewest segments within a tolerance found, and whether fewer are ruled out.

    Parameters
    ----------
    segments : int
        The number found.
    tolerance : str
        Largest error, as 0.001 or 1ulp.
    proven : bool
        Whether fewer are ruled out.
    """
    found = f"{segments} within {tolerance}"
    return f"{found}, proven the fewest" if proven else f"{found}, not found below {segments}, nor ruled out"


def at_text(problem: Problem) -> str:
    """Return where errors of real numbers are taken: on the whole range, or of noisy data at the data."""
    return "at the data" if problem.activation.noisy else "on the whole range"


def problem_lines(problem: Problem) -> list[str]:
    """Return two lines on a problem, function and range, fit and objective; a third on the unit where it has one."""
    (low, high), count = problem.interval, problem.segments
    lines = [
        f"{problem.activation.name} on [{low:g}, {high:g}], {count} segment{'' if count == 1 else 's'}",
        f"fit: {problem.fit}, objective: {objective_text(problem.objective)}{_pins_text(problem.pins)}",
    ]
    if problem.discontinuous:
        lines[1] += ", pieces need not join"
    if problem.constraints:
        lines[1] += f", {problem.constraints.text}"
    if problem.density is not None:
        lines[1] += f", density: {problem.density.text}"
    return lines if problem.spec is None else [*lines, f"unit: {problem.spec}"]


def objective_text(objective: Objective) -> str:
    """Return an objective as a weighted sum, and where its errors are taken; or whose loss it is."""
    if objective.network is not None:
        return f"loss of the network {objective.network}"
    if objective.own is not None:
        return f"the function {objective.own} of one's own"
    parts = {"mean": objective.mean_weight, "max": objective.max_weight, "mse": objective.mse_weight}
    total = " + ".join(name if weight == 1.0 else f"{weight:g} {name}" for name, weight in parts.items() if weight)
    measures = {
        "grid": "on the sampling grid",
        "exact": "on the whole range",
        "codes": "on the input codes",
        "data": "at the data",
    }
    weight = "" if objective.weight is None else f", errors weighted by {objective.weight.text}"
    return f"{total} {measures[objective.measure]}{weight}"


def _pins_text(pins: Pins) -> str:
    ends = [f"{side} end {value:g}" for side, value in zip(("left", "right"), pins, strict=True) if value is not None]
    return f", pinned: {', '.join(ends)}" if ends else ""
