"""What a unit promises, measured on its own outputs: weighted errors, and that it keeps constraints on every code."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Codes
from pwlact.datapath import Unit
from pwlact.errors import RunError
from pwlact.metrics import Errors
from pwlact.search.codes.constrained import direction_of, outputs_of, pinned_outputs, tails_of
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.problem import Problem


def weighted_errors(unit: Unit, grid: CodeGrid) -> tuple[Errors, float]:
    """Return the errors of a unit times their weights, over the codes in the range, and the input of the largest.

    Parameters
    ----------
    unit : Unit
        The unit.
    grid : CodeGrid
        Function f and weights w of w(x) |unit(x) - f(x)|.
    """
    codes, weights = _row_codes(grid)
    codes, weights = np.append(codes, grid.left_over), np.append(weights, grid.left_weights)
    x = grid.spec.input.decode(codes)
    off = weights * np.abs(outputs_of(unit, codes) - grid.activation(x))
    errors = Errors(max=float(off.max()), mean=float(off.mean()), mse=float(np.mean(off**2)))
    return errors, float(x[int(np.argmax(off))])


def check_kept(unit: Unit, grid: CodeGrid, problem: Problem) -> int:
    """Check that a unit keeps a problem's constraints, on every input code of its rows and tails.

    Parameters
    ----------
    unit : Unit
        The unit.
    grid : CodeGrid
        The problem's function on the unit's input codes.
    problem : Problem
        Constraints and pins.

    Returns
    -------
    int
        Number of input codes that were checked.

    Raises
    ------
    RunError
        If a constraint is broken; the message names the input.
    """
    asked, format_ = problem.constraints, grid.spec.input
    rows, _ = _row_codes(grid)
    codes = np.concatenate((rows, *(served for _, served in tails_of(grid))))
    codes = codes[np.argsort(format_.order(codes), kind="stable")]
    x, y = format_.decode(codes), outputs_of(unit, codes)
    for at, wanted in asked.through:
        _require(y[x == at] == wanted, x[x == at], f"the value {wanted:g}")
    for i, wanted in pinned_outputs(grid, problem.pins):
        _require(y[x == grid.x[i]] == wanted, grid.x[i : i + 1], f"the pinned value {wanted:g}")
    if asked.non_negative:
        _require(y >= 0.0, x, "non-negative outputs")
    if asked.monotone:
        _require(direction_of(grid) * np.diff(y) >= 0.0, x[1:], "monotone outputs")
    if asked.last is not None:
        own = format_.from_order(grid.order_keys)
        last = own[unit.piece(own) == unit.piece(own[-1:])]
        _require(outputs_of(unit, last) == asked.last, format_.decode(last), f"a last piece of {asked.last:g}")
    return int(codes.size)


def _row_codes(grid: CodeGrid) -> tuple[Codes, Array]:
    """Return the input codes that rows serve, and their weights, (n,) each."""
    codes, own = grid.spec.input.from_order(grid.order_keys)[grid.direct], grid.weights[0][grid.direct]
    if not grid.spec.mirrored:
        return codes, own
    reflected = grid.spec.input.encode(-grid.x[grid.reflects])
    return np.concatenate((codes, reflected)), np.concatenate((own, grid.weights[1][grid.reflects]))


def _require(holds: NDArray[np.bool_], x: Array, what: str) -> None:
    broken = np.flatnonzero(~holds)
    if broken.size:
        raise RunError(f"a unit must keep its constraints, got none of {what} at x = {x[broken[0]]:g}; report this")
