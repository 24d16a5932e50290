"""The fewest table rows within a tolerance, then the fewest bits of their coefficients."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath import UnitSpec, fraction
from pwlact.errors import FormatError, RunError
from pwlact.formats import FixedPoint
from pwlact.search.codes.constrained import problem_grid
from pwlact.search.codes.cover import Cover, cover_within
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.kept import nothing_kept
from pwlact.search.codes.monotone import kept_within, refine_kept
from pwlact.search.codes.spec import with_fractions
from pwlact.search.codes.tails import left_over_errors
from pwlact.search.problem import Problem

FINE = 8  # fraction bits of slopes beyond those of the output, to begin with; intercepts have twice as many


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """The largest error of a unit: times its weight, or in units of the last place (ulp) of the output at f(x)."""

    size: float
    in_ulps: bool

    @property
    def text(self) -> str:
        """The tolerance as it is given, as 0.001 or 1ulp."""
        return f"{self.size:g}{'ulp' if self.in_ulps else ''}"

    def on(self, grid: CodeGrid) -> float | Array:
        """Return the tolerance at the codes of a grid, shape (n,), or (2, n) at x and -x where the table is mirrored.

        Where all are equal, it is one number.
        """
        if not self.in_ulps:
            return self.size
        y = np.stack((grid.y, grid.activation(-grid.x))) if grid.spec.mirrored else grid.y
        ulps = self.size * grid.spec.output.ulp(y)
        if grid.weighted:
            return np.asarray(ulps * grid.weights)
        return float(ulps.flat[0]) if grid.spec.fixed else ulps


def fewest_rows(problem: Problem, tolerance: Tolerance, max_rows: int) -> tuple[CodeGrid, Cover, bool]:
    """Return the grid of the fewest table rows within a tolerance, with the fewest bits of coefficients, and the rows.

    The third value says whether fewer rows are proven not to do: always, but for monotone ones that seams cost a row.

    The number of rows is that of the finest coefficients; then the fraction bits of the coefficients in `spec.trim` are
    reduced, the sum of both being the smallest, while as many rows suffice. Both are proven: no rows of these kinds of
    coefficients are fewer, and no narrower ones suffice.

    Parameters
    ----------
    problem : Problem
        Function, range, kind of unit, weight of errors and constraints; its segments play no part.
    tolerance : Tolerance
        Largest error of the unit.
    max_rows : int
        Table rows at most.

    Raises
    ------
    RunError
        If `max_rows` are too few.
    FormatError
        If the problem has no number format, or the formats cannot hold the range, the function or its slopes.
    ConfigError
        If no unit keeps the constraints.
    """
    if problem.spec is None:
        raise FormatError("a unit has a number format, got a problem in real numbers; add --format q4.12")
    finest = _finest(problem, problem.spec)
    grid = problem_grid(problem, finest)
    _check_left_over(grid, tolerance)
    cover = kept_within(grid, tolerance.on(grid), max_rows)
    if cover is None:
        raise RunError(_why_none(grid, tolerance, max_rows))
    rows = cover.slopes.size
    proven = not grid.kept.direction or rows == 1 or cover_within(grid, tolerance.on(grid), rows - 1) is None
    for slope, intercept in _fewest_bits(problem, finest, tolerance, rows):
        narrower = problem_grid(problem, with_fractions(finest, slope, intercept))
        found = kept_within(narrower, tolerance.on(narrower), rows)
        if found is not None:
            grid, cover = narrower, found
    allowed = tolerance.on(grid)
    return grid, refine_kept(grid, cover) if isinstance(allowed, float) else cover, proven


def _check_left_over(grid: CodeGrid, tolerance: Tolerance) -> None:
    """Raise where a tail that begins at an address is off by more than the tolerance at an end of the range."""
    x = grid.spec.input.decode(grid.left_over)
    allowed = tolerance.size * (
        grid.left_weights * grid.spec.output.ulp(grid.activation(x)) if tolerance.in_ulps else np.ones(x.size)
    )
    off = left_over_errors(grid)
    for i in np.flatnonzero(off > allowed)[:1]:
        raise RunError(
            f"the tail of {grid.activation.name}, which begins at an address, must come within {allowed[i]:g} at "
            f"x = {x[i]:g}, got {off[i]:g}; give a wider range or a larger --max-error"
        )


def _why_none(grid: CodeGrid, tolerance: Tolerance, max_rows: int) -> str:
    """Return why there is no cover: outputs, constraints, addresses or coefficients allow none, or rows are too few."""
    allowed, name = tolerance.on(grid), grid.activation.name
    kept = f"{name} and keep the constraints" if grid.kept.any else name
    within = f"must come within {tolerance.size:g}{' ulp' if tolerance.in_ulps else ''} of"
    free = dataclasses.replace(grid, kept=nothing_kept(grid.size))
    for i in _lost(free, allowed)[:1]:
        return (
            f"outputs of {grid.spec.output.name} {within} {name}, got none at x = {float(grid.x[i]) + 0.0:g}, where "
            "all codes are further off; give the output more fraction bits or a larger --max-error"
        )
    for i in _lost(grid, allowed)[:1]:
        at = f"x = {float(grid.x[i]) + 0.0:g}"
        return f"outputs {within} {kept}, got none at {at}; give a larger --max-error or leave a constraint out"
    needed = cover_within(grid, allowed, grid.size)
    if needed is None:
        return _why_no_lines(grid, free, allowed, f"{within} {kept}")
    if needed.slopes.size <= max_rows:
        return (
            f"at most {max_rows} pieces {within} {kept}, not found without reversals at their seams; "
            "allow more by --max-segments or a larger --max-error"
        )
    return (
        f"at most {max_rows} pieces {within} {kept}, got {needed.slopes.size}, proven the fewest in "
        f"{grid.spec.output.name}; allow more by --max-segments or a larger --max-error"
    )


def _lost(grid: CodeGrid, allowed: float | Array) -> Codes:
    """Return the codes at which no sum will do."""
    low, high = grid.tube(allowed)
    return np.flatnonzero(low > high)


def _why_no_lines(grid: CodeGrid, free: CodeGrid, allowed: float | Array, rule: str) -> str:
    """Return what leaves a stretch without a line: where its pieces may begin, the constraints or the coefficients."""
    spec, anywhere = grid.spec, np.arange(grid.size + 1)
    if cover_within(dataclasses.replace(grid, snap=anywhere), allowed, grid.size) is not None:
        bits = "mantissa" if spec.mantissa_bits is not None else "address" if spec.fixed else "address or mantissa"
        return (
            f"pieces with {spec.selection} {rule}, got none that do on some stretch; give more {bits} bits or a larger "
            "--max-error"
        )
    if cover_within(free, allowed, grid.size) is not None:
        return f"pieces {rule}, got none that do; give a larger --max-error or leave a constraint out"
    return (
        f"slopes of {spec.slope.name} and intercepts of {spec.intercept.name} {rule}, got none at some inputs; give "
        "them more bits or a larger --max-error"
    )


def _finest(problem: Problem, spec: UnitSpec) -> UnitSpec:
    """Return the spec with the most fraction bits, up to `FINE` beyond the output, whose sums are exact as doubles."""
    if not (spec.trim and isinstance(spec.output, FixedPoint)):
        return spec
    refusal = None
    for fine in range(FINE, -1, -1):
        wider = with_fractions(spec, fraction(spec.output) + fine, fraction(spec.output) + 2 * fine)
        try:
            problem_grid(problem, wider)
        except FormatError as fault:
            refusal = fault
        else:
            return wider
    raise refusal or FormatError(f"no fraction bits fit, got {spec.output.name}; use fewer")


def _fewest_bits(problem: Problem, finest: UnitSpec, tolerance: Tolerance, rows: int) -> list[tuple[int, int]]:
    """Return the fewest fraction bits of slope and intercept as a list of one pair; empty where none may be chosen.

    Codes with more bits include those with fewer, so a pair that fits still fits with more bits: a walk along the
    boundary of the fitting pairs finds the best one.
    """
    if not (finest.trim and finest.fixed):
        return []

    def fits(slope: int, intercept: int) -> bool:
        grid = problem_grid(problem, with_fractions(finest, slope, intercept))
        return kept_within(grid, tolerance.on(grid), rows) is not None

    slope, intercept = fraction(finest.slope), fraction(finest.intercept)
    best = (slope, intercept)
    while intercept > 0 and "intercept" in finest.trim and fits(slope, intercept - 1):
        intercept -= 1
    best = (slope, intercept)
    while slope > 0 and "slope" in finest.trim:
        slope -= 1
        while not fits(slope, intercept):
            intercept += 1
            if intercept > fraction(finest.intercept) or "intercept" not in finest.trim:
                return [best]
        if slope + intercept <= sum(best):
            best = (slope, intercept)
    return [best]
