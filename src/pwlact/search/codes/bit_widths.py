"""A tolerance for a unit: the fewest pieces, then the narrowest coefficients, that still keep to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact.datapath import UnitSpec, fraction
from pwlact.errors import FormatError, RunError
from pwlact.formats import FixedPoint
from pwlact.functions import Activation, Interval
from pwlact.search.codes.cover import Cover, cover_within, settled
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.spec import with_fractions
from pwlact.search.codes.tabulate import code_grid

FINE = 8  # fraction bits beyond the output's that slopes begin with, and intercepts twice as many


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """Largest error that a unit may have: in the function's unit, or in the output's last places at f(x)."""

    size: float
    in_ulps: bool

    def on(self, grid: CodeGrid) -> float | np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Return it at the places of a grid: one number where it is the same for all."""
        if not self.in_ulps:
            return self.size
        ulps = self.size * grid.spec.output.ulp(grid.y)
        return float(ulps[0]) if grid.spec.fixed else ulps


def fewest_pieces(
    activation: Activation, interval: Interval, spec: UnitSpec, tolerance: Tolerance, limit: int
) -> tuple[CodeGrid, Cover]:
    """Return the unit's grid and its fewest pieces within a tolerance, coefficients in as few bits as that allows.

    Fraction bits are chosen for the coefficients in `spec.trim`: so many pieces as the finest need, then the fewest
    bits of slope and intercept together.

    Raises
    ------
    RunError
        If `limit` pieces are too few.
    """
    finest = _finest(activation, interval, spec)
    grid = code_grid(activation, interval, finest)
    cover, _ = cover_within(grid, tolerance.on(grid), limit)
    if cover is None:
        raise RunError(_why_none(grid, tolerance, limit))
    pieces = cover.slopes.size
    for slope, intercept in _narrower(activation, interval, finest, tolerance, pieces):
        narrower = code_grid(activation, interval, with_fractions(finest, slope, intercept))
        found, _ = cover_within(narrower, tolerance.on(narrower), pieces)
        if found is not None:
            grid, cover = narrower, found
    allowed = tolerance.on(grid)
    return grid, settled(grid, cover, allowed) if isinstance(allowed, float) else cover


def _why_none(grid: CodeGrid, tolerance: Tolerance, limit: int) -> str:
    """Return why no cover was found: rounding alone is off by more, or pieces are too few."""
    size = f"{tolerance.size:g}{' ulp' if tolerance.in_ulps else ''}"
    low, high = grid.tube(tolerance.on(grid))
    lost = np.flatnonzero(low > high)
    if lost.size:
        x = float(grid.x[lost[0]])
        return (
            f"outputs of {grid.spec.output.name} must come within {size} of {grid.activation.name}, got none at "
            f"x = {x:g}, where all codes are further off; give the output more fraction bits or a larger --max-error"
        )
    return (
        f"at most {limit} pieces must come within {size} of {grid.activation.name}, got none in "
        f"{grid.spec.output.name}; allow more by --max-segments or a larger --max-error"
    )


def _finest(activation: Activation, interval: Interval, spec: UnitSpec) -> UnitSpec:
    """Return the spec with as many fraction bits as sums of doubles allow, at most."""
    if not (spec.trim and isinstance(spec.output, FixedPoint)):
        return spec
    refusal = None
    for fine in range(FINE, -1, -1):
        wider = with_fractions(spec, fraction(spec.output) + fine, fraction(spec.output) + 2 * fine)
        try:
            code_grid(activation, interval, wider)
        except FormatError as fault:
            refusal = fault
        else:
            return wider
    raise refusal or FormatError(f"no fraction bits fit, got {spec.output.name}; use fewer")


def _narrower(
    activation: Activation, interval: Interval, finest: UnitSpec, tolerance: Tolerance, pieces: int
) -> list[tuple[int, int]]:
    """Return the fewest fraction bits of slope and intercept, as one pair, or no pair where none may be chosen.

    Grids of more bits hold those of fewer, so what fits stays fitting: a walk along the edge finds the best pair.
    """
    if not (finest.trim and finest.fixed):
        return []

    def fits(slope: int, intercept: int) -> bool:
        grid = code_grid(activation, interval, with_fractions(finest, slope, intercept))
        return cover_within(grid, tolerance.on(grid), pieces)[0] is not None

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
