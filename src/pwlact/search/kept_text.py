"""Constraints of a unit in words, after a check on every input code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pwlact.search.problem import Problem
    from pwlact.search.result import Result


def kept_lines(result: Result) -> list[tuple[str, str]]:
    """Return key and value for the constraints that a unit keeps, which are checked here; empty where it has none.

    Parameters
    ----------
    result : Result
        Of a unit; in real numbers the list is empty.

    Raises
    ------
    RunError
        If a constraint is broken.
    """
    problem = result.problem
    text = _text(problem)
    if result.unit is None or problem.spec is None or not text:
        return []
    from pwlact.search.codes.checked import check_kept
    from pwlact.search.codes.constrained import problem_grid

    checked = check_kept(result.unit, problem_grid(problem, problem.spec), problem)
    return [("constraints", f"{text}: kept, checked on {checked:,} input codes")]


def _text(problem: Problem) -> str:
    sides = ", ".join(side for side, pin in zip(("left", "right"), problem.pins, strict=True) if pin is not None)
    pinned = [f"pinned to the tail on the {sides}"] if sides else []
    return ", ".join([*([problem.constraints.text] if problem.constraints else []), *pinned])
