"""What a problem of noisy data may ask for, and how many parameters its data determine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pwlact._types import Array
from pwlact.errors import BreakpointError, require

if TYPE_CHECKING:
    from pwlact.search.problem import Problem


def check_noisy(problem: Problem) -> None:
    """Check that a problem of noisy data, and no other, asks for what such data have.

    Raises
    ------
    ConfigError
        If it does not.
    """
    if not problem.activation.noisy:
        require(not problem.discontinuous, "pieces that need not join are of noisy data", "none", "add --noisy")
        slopes = problem.constraints.slopes
        require(not slopes, "slopes are forced at noisy data", slopes, "leave out --slope, or add --noisy")
        return
    asked = problem.objective
    unit = None if problem.spec is None else problem.spec.input.name
    require(unit is None, "noisy data are fitted in real numbers", f"format {unit}", "leave out --format")
    density = None if problem.density is None else problem.density.text
    rule = "inputs of noisy data occur as the data do"
    require(density is None, rule, f"density {density}", "leave it out, or give weights in the data")
    weight = None if asked.weight is None else asked.weight.text
    require(weight is None, "weights of noisy data are in the data", weight, "give a third column")
    mixed = bool(asked.mean_weight) or bool(asked.max_weight and asked.mse_weight)
    rule = "best values at noisy data are for objective max or mse"
    require(problem.fit != "best" or not mixed, rule, "another", "choose one, or --fit lstsq")
    last = max((k for k, _ in problem.constraints.slopes), default=1)
    require(last <= problem.segments, f"there are segments 1 to {problem.segments}", last, "name another in --slope")
    kept = problem.constraints and problem.discontinuous
    require(not kept, "constraints are kept by pieces that join", problem.constraints.text, "leave out one of them")


def parameters(problem: Problem, segments: int | None = None) -> int:
    """Return the number of parameters of an approximation: its values and its interior breakpoints.

    Of K pieces that join there are K + 1 values and K - 1 breakpoints, 2 K; else two values each, 3 K - 1.

    Parameters
    ----------
    problem : Problem
        Of noisy data.
    segments : int, optional
        K; by default the problem's.
    """
    count = problem.segments if segments is None else segments
    return 3 * count - 1 if problem.discontinuous else 2 * count


def check_count(problem: Problem, x: Array, *, placed: bool) -> None:
    """Check that data have as many points as an approximation has parameters, and as many different x as values.

    Parameters
    ----------
    problem : Problem
        Of noisy data.
    x : ndarray, shape (n,)
        Its data in the range, ascending.
    placed : bool
        Whether the breakpoints are parameters too: a search places them.

    Raises
    ------
    BreakpointError
        If there are fewer.
    """
    values = 2 * problem.segments if problem.discontinuous else problem.segments + 1
    asked = parameters(problem) if placed else values
    low, high = problem.interval
    for have, need, kind in ((x.size, asked, "points"), (different(x), values, "different x")):
        if have < need:
            raise BreakpointError(
                f"{problem.segments} segments need at least {need} {kind} in the range {low:g} {high:g}, got {have}; "
                "ask for fewer segments"
            )


def different(x: Array) -> int:
    """Return how many different x there are, of ascending ones (n,)."""
    return int(np.count_nonzero(np.diff(x))) + (1 if x.size else 0)
