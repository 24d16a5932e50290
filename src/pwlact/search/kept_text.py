"""Constraints in words, and how well they are kept: by a unit on every input code, by a PWL at its breakpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pwlact.search.limits import direction_of

if TYPE_CHECKING:
    from pwlact.pwl import PWL
    from pwlact.search.problem import Problem
    from pwlact.search.result import Result


def kept_lines(result: Result) -> list[tuple[str, str]]:
    """Return key and value for the constraints that a result keeps, which are measured here; empty where it has none.

    Parameters
    ----------
    result : Result
        Of real numbers or of a unit.

    Raises
    ------
    RunError
        If a unit breaks a constraint.
    """
    problem = result.problem
    text = _text(problem)
    if not text:
        return []
    if result.unit is None or problem.spec is None:
        miss = largest_miss(problem, result.candidate.pwl)
        return [("constraints", f"{text}: {'kept' if miss == 0.0 else f'kept to {miss:.2g}'}")]
    from pwlact.search.codes.checked import check_kept
    from pwlact.search.codes.constrained import problem_grid

    checked = check_kept(result.unit, problem_grid(problem, problem.spec), problem)
    return [("constraints", f"{text}: kept, checked on {checked:,} input codes")]


def largest_miss(problem: Problem, pwl: PWL) -> float:
    """Return the largest miss of a problem's constraints, in units of the function; 0 where they are kept.

    Parameters
    ----------
    problem : Problem
        In real numbers.
    pwl : PWL
        An approximation on its range.
    """
    asked, values = problem.constraints, pwl.values
    pins = zip((values[0], values[-1]), problem.pins, strict=True)
    misses = [0.0, *(abs(value - pin) for value, pin in pins if pin is not None)]
    misses += [abs(float(pwl(x)) - y) for x, y in asked.through]
    if asked.non_negative:
        misses.append(-float(values.min()))
    direction = direction_of(problem, problem.activation(pwl.breakpoints))
    misses.append(float(np.max(-direction * np.diff(values))))
    misses += [abs(float(pwl.slopes[k - 1]) - slope) for k, slope in asked.slopes]
    if asked.last is not None:
        misses.append(float(np.max(np.abs(values[-2:] - asked.last))))
    return float(max(misses))


def _text(problem: Problem) -> str:
    sides = ", ".join(side for side, pin in zip(("left", "right"), problem.pins, strict=True) if pin is not None)
    pinned = [f"pinned to the tail on the {sides}"] if sides else []
    return ", ".join([*([problem.constraints.text] if problem.constraints else []), *pinned])
