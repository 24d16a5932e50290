"""A problem's grid with the sums that keep its constraints: values to be met, no negative outputs, no reversals."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath import Unit, UnitSpec, input_codes, order_key
from pwlact.errors import ConfigError, require
from pwlact.fit import Pins
from pwlact.formats import Overflow
from pwlact.functions import Activation, Interval
from pwlact.metrics import ErrorWeight
from pwlact.search.codes.code_shares import share_weight
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.kept import Constant
from pwlact.search.codes.tabulate import code_grid
from pwlact.search.codes.tails import line_unit, tail_units
from pwlact.search.constraints import Constraints
from pwlact.search.mirror import THROUGH_CENTRE
from pwlact.search.problem import Problem

KEPT_BITS = 16  # of inputs whose grids are kept for the next search: a few megabytes each
FLAT = 1e-12  # changes of f below this share of its size are taken for rounding


def problem_grid(problem: Problem, spec: UnitSpec) -> CodeGrid:
    """Tabulate a problem's function for a unit, with its weight of errors and the sums that keep its constraints.

    With a density, errors weigh by the root of the share of the inputs that each code has.

    A row keeps the constraints if its sums are within `kept.low` and `kept.high` of the result, and, where it is
    monotone, its slope is one of the result's.

    Parameters
    ----------
    problem : Problem
        Function, range, weight of errors, constraints and pins.
    spec : UnitSpec
        The kind of unit, which need not be the problem's own.

    Raises
    ------
    FormatError
        If the formats cannot hold the problem, see `code_grid`.
    ConfigError
        If no unit of these formats and tails keeps the constraints, or a weight is bad.
    """
    activation, interval, weight = problem.activation, problem.interval, problem.objective.weight
    if problem.density is not None:
        weight = share_weight(problem.density, spec.input, interval)
    elif spec.input.bits <= KEPT_BITS:
        return _kept_grid(activation, interval, spec, weight, problem.constraints, problem.pins)
    return _grid(activation, interval, spec, weight, problem.constraints, problem.pins)


def _grid(
    activation: Activation,
    interval: Interval,
    spec: UnitSpec,
    weight: ErrorWeight | None,
    asked: Constraints,
    pins: Pins,
) -> CodeGrid:
    """Return the grid of a problem's parts, those that its number of segments is none of."""
    grid = code_grid(activation, interval, spec, weight)
    if not asked and pins == (None, None):
        return grid
    for x, y in asked.through:
        grid = _through(grid, x, y)
    for end, y in pinned_outputs(grid, pins):
        grid = _met(grid, end, y)
    if asked.monotone:
        grid = _monotone(grid)
    if asked.non_negative:
        grid = _non_negative(grid)  # checks the codes too that a monotone table leaves over to its tail
    if asked.last is not None:
        grid = _with_last(grid, asked.last)
    _check_possible(grid)
    return grid


_kept_grid = functools.lru_cache(maxsize=4)(_grid)  # for searches with other numbers of segments, one after another


def _check_possible(grid: CodeGrid) -> None:
    """Raise ConfigError where no sum at all is allowed at a code."""
    for i in np.flatnonzero(grid.kept.low > grid.kept.high)[:1]:
        x = float(grid.x[i])
        raise ConfigError(f"constraints must not contradict each other, got some that do at x = {x:g}; leave one out")


def _limited(grid: CodeGrid, low: Array, high: Array) -> CodeGrid:
    """Return the grid with sums limited further, by arrays that broadcast to its codes."""
    kept = grid.kept
    tighter = dataclasses.replace(kept, low=np.maximum(kept.low, low), high=np.minimum(kept.high, high))
    return dataclasses.replace(grid, kept=tighter)


def _limited_outputs(grid: CodeGrid, lowest: float, highest: float) -> CodeGrid:
    """Return the grid with outputs for every x, and for every -x that a mirrored table serves, limited."""
    bounds = np.full(grid.size, lowest), np.full(grid.size, highest)
    grid = _limited(grid, *grid.direct_sums_for(*bounds))
    if not grid.spec.mirrored:
        return grid
    low, high = grid.reflected_sums_for(*bounds)
    return _limited(grid, np.where(grid.reflects, low, -np.inf), np.where(grid.reflects, high, np.inf))


def _met(grid: CodeGrid, i: int, y: float, reflected: bool = False) -> CodeGrid:
    """Return the grid with output y for the code i; for the negative of that code, if `reflected`."""
    part, value = grid.part(i, i + 1), np.array([y])
    low, high = np.full(grid.size, -np.inf), np.full(grid.size, np.inf)
    low[i : i + 1], high[i : i + 1] = (
        part.reflected_sums_for(value, value) if reflected else part.sums_for(value, value)
    )
    return _limited(grid, low, high)


def _through(grid: CodeGrid, x: float, y: float) -> CodeGrid:
    """Return the grid with a value to be met.

    Raises
    ------
    ConfigError
        If x is no input code of a row or y no output.
    """
    output = grid.spec.output
    nearest = float(output.decode(output.encode(y, overflow=Overflow.SATURATE)))
    require(nearest == y, f"a value to be met is an output of {output.name}", f"{y!r}", f"{nearest!r} would do")
    sides = [(False, grid.direct & (grid.x == x))]
    if grid.spec.mirrored:
        sides.append((True, grid.reflects & (grid.x == -x)))
    served = [(int(i), reflected) for reflected, found in sides for i in np.flatnonzero(found)]  # floats have two zeros
    if not served and not _tail_meets(grid, x, y):
        every = np.concatenate((grid.x[grid.direct], -grid.x[grid.reflects]))
        near = float(every[np.argmin(np.abs(every - x))])
        raise ConfigError(
            f"a value to be met is at an input code of {grid.spec.input.name} in the range, got x = {x!r}; {near!r} "
            "would do"
        )
    for i, reflected in served:
        grid = _met(grid, i, y, reflected)
    return grid


def _tail_meets(grid: CodeGrid, x: float, y: float) -> bool:
    """Tell whether a tail serves x, and gives y there."""
    outputs = [outputs_of(unit, codes[grid.spec.input.decode(codes) == x]) for unit, codes in tails_of(grid)]
    return any(found.size and bool(np.all(found == y)) for found in outputs)


def pinned_outputs(grid: CodeGrid, pins: Pins) -> list[tuple[int, float]]:
    """Return the pinned end codes of the grid and their outputs: those of the tail, or the pin where there is none."""
    found, output = [], grid.spec.output
    for end, pin, unit in zip((0, grid.size - 1), pins, tail_units(grid), strict=True):
        if pin is not None and not (end == 0 and grid.spec.mirrored):
            code = grid.spec.input.from_order(grid.order_keys[end : end + 1])
            nearest = output.decode(output.encode(np.array([pin]), overflow=Overflow.SATURATE))
            found.append((end, float((nearest if unit is None else outputs_of(unit, code))[0])))
    return found


def _non_negative(grid: CodeGrid) -> CodeGrid:
    for unit, codes in tails_of(grid):
        y = outputs_of(unit, codes)
        negative = np.flatnonzero(y < 0)
        if negative.size:
            x = float(grid.spec.input.decode(codes[negative[-1]]))
            raise ConfigError(
                f"tails keep the constraints too, got a tail of {grid.activation.name} with output "
                f"{y[negative[-1]]:g} at x = {x:g}; give another tail or leave out --non-negative"
            )
    return _limited_outputs(grid, 0.0, grid.spec.output.limits[1])


def _monotone(grid: CodeGrid) -> CodeGrid:
    """Return the grid with slopes of one sign, and outputs between those of the tails.

    The sums of a mirrored table stay on one side of the centre, so that its halves do not cross.
    """
    grid = _with_inputs(grid)
    direction, output = direction_of(grid), grid.spec.output
    for unit, codes in tails_of(grid):
        y = direction * outputs_of(unit, codes)
        if np.any(np.diff(y) < 0):
            raise ConfigError(
                f"tails keep the constraints too, got a tail of {grid.activation.name} that is not monotone on its "
                "side; give another tail or leave out --monotone"
            )
        left = float(grid.spec.input.decode(codes[0])) < float(grid.x[0])
        bounds = [output.limits[0], output.limits[1]]
        bounds[0 if left == (direction > 0) else 1] = float(direction * (y[-1] if left else y[0]))
        grid = _limited_outputs(grid, *bounds)
    if grid.spec.mirrored:
        grid = _beyond_centre(grid, direction)
    kept = dataclasses.replace(grid.kept, direction=direction)
    return dataclasses.replace(grid, kept=kept, slopes=grid.slopes[direction * grid.slopes >= 0.0])


def _with_inputs(grid: CodeGrid) -> CodeGrid:
    """Return the grid of the x that are inputs: that of -x alone, beyond the others, is left over to the tail."""
    n = int(grid.direct.sum())
    lone = grid.x[n:]
    if not lone.size:
        return grid
    return dataclasses.replace(
        grid.part(0, n),
        sums=grid.sums[: n + 1],
        snap=np.append(grid.snap[:n], n),
        left_over=np.append(grid.left_over, grid.spec.input.encode(-lone)),
        left_weights=np.append(grid.left_weights, grid.weights[1, n:]),
    )


def _beyond_centre(grid: CodeGrid, direction: int) -> CodeGrid:
    """Return the grid with sums at the centre of the symmetry, or beyond it in the direction of the rows."""
    centre = THROUGH_CENTRE.get(grid.spec.symmetry)
    if centre is None:
        raise ConfigError(
            f"a monotone mirrored table is of an odd or complementary function, got {grid.activation.name}; leave out "
            "--mirror"
        )
    limit, free = np.full(grid.size, centre), np.full(grid.size, direction * np.inf)
    return _limited(grid, limit, free) if direction > 0 else _limited(grid, free, limit)


def direction_of(grid: CodeGrid) -> int:
    """Return 1 where the function rises on the whole grid, -1 where it falls.

    Raises
    ------
    ConfigError
        If it does neither.
    """
    y = np.concatenate((grid.activation(-grid.x[::-1]), grid.y)) if grid.spec.mirrored else grid.y
    steps, noise = np.diff(y), FLAT * float(np.abs(y).max())
    for direction in (1, -1):
        if np.all(direction * steps >= -noise):
            return direction
    raise ConfigError(
        f"a monotone unit is of a function that is monotone on the range, got {grid.activation.name} on "
        f"{grid.interval[0]:g} {grid.interval[1]:g}; choose another range or leave out --monotone"
    )


def _with_last(grid: CodeGrid, last: float) -> CodeGrid:
    """Return the grid with a constant last row.

    Raises
    ------
    ConfigError
        If no intercept gives this output.
    """
    format_ = grid.spec.intercept
    intercept = float(format_.decode(format_.encode(last, overflow=Overflow.SATURATE)))
    (y,) = outputs_of(line_unit(grid, 0.0, intercept), grid.spec.input.from_order(grid.order_keys[:1])).tolist()
    output = grid.spec.output
    nearest = float(output.decode(output.encode(last, overflow=Overflow.SATURATE)))
    remedy = f"{nearest!r} would do" if nearest != last else "give intercepts more bits"
    require(y == last, f"a constant last piece is an output of {output.name}", f"{last!r}", remedy)
    end, outputs = grid.part(grid.size - 1, grid.size), np.array([y])
    low, high = end.direct_sums_for(outputs, outputs)
    if end.reflects[0]:
        code = grid.spec.input.encode(-end.x)
        outputs = outputs_of(line_unit(grid, 0.0, intercept), code)
        other_low, other_high = end.reflected_sums_for(outputs, outputs)
        low, high = np.maximum(low, other_low), np.minimum(high, other_high)
    constant = Constant(intercept=intercept, low=float(low[0]), high=float(high[0]))
    return dataclasses.replace(grid, kept=dataclasses.replace(grid.kept, last=constant))


def tails_of(grid: CodeGrid) -> list[tuple[Unit, Codes]]:
    """Return each tail's unit with the input codes that it serves on one side, by ascending value."""
    codes, spec = input_codes(grid.spec.input), grid.spec
    keys, negative = order_key(spec, codes), np.signbit(spec.input.decode(codes))
    left, right = tail_units(grid)
    beyond = keys > grid.order_keys[-1]
    sides = [(left, keys < grid.order_keys[0]), (right, beyond)]
    if spec.mirrored:
        sides = [(right, beyond & negative), (right, beyond & ~negative)]
    return [(unit, codes[served]) for unit, served in sides if unit is not None and served.any()]


def outputs_of(unit: Unit, codes: Codes) -> Array:
    """Return the outputs of a unit for input codes (n,), as numbers."""
    return np.asarray(unit.spec.output.decode(unit(codes)))
