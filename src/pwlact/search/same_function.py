"""The check that a function given again is the one that a result was found for."""

from __future__ import annotations

import math

from pwlact.errors import FileError
from pwlact.fit import sample
from pwlact.metrics import grid_errors
from pwlact.search.result import Result

RELATIVE = 1e-6  # difference of errors that rounding may make, as a share of them
ABSOLUTE = 1e-12  # and where they are near zero, in units of the largest value


def check_same_function(result: Result) -> None:
    """Check that a result's function has the errors on the sampling grid that the result states.

    Mean errors are compared where inputs are uniform: those of a density need its file.

    Raises
    ------
    FileError
        If an error is another.
    FunctionError
        If the function is not finite on the range.
    """
    problem, stated = result.problem, result.candidate.errors.grid
    samples = sample(problem.activation, problem.interval)
    found = grid_errors(samples, result.candidate.pwl, None)
    size = max(1.0, float(abs(samples.y).max()))
    for name in ("max",) if problem.density is not None else ("max", "mean", "mse"):
        one, other = getattr(stated, name), getattr(found, name)
        if not math.isclose(one, other, rel_tol=RELATIVE, abs_tol=ABSOLUTE * size):
            raise FileError(
                f"a result takes its own function, of {name} error {one:.6g} on the grid, got one of {other:.6g}; "
                "give the function that it was found for"
            )
