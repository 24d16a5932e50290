"""The least weighted maximum error of tiny units that keep constraints: all lines of codes, all partitions."""

from __future__ import annotations

import numpy as np
from search.codes.brute import coefficient_codes, possible_starts
from search.codes.kinds import Array, Codes

from pwlact.datapath.fixed_point import evaluate_fixed
from pwlact.datapath.floating_point import evaluate_floats
from pwlact.search.codes.constrained import outputs_of, pinned_outputs, tails_of
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.mirror import THROUGH_CENTRE
from pwlact.search.problem import Problem


def least_kept(problem: Problem, grid: CodeGrid, max_rows: int) -> list[float]:
    """Return the least error of at most 1, 2, ... rows; inf where none keep the constraints."""
    slopes, intercepts = (each.ravel() for each in np.meshgrid(*coefficient_codes(grid), indexing="ij"))
    outputs, errors = outputs_and_errors(problem, grid, slopes, intercepts)
    constant = np.full(outputs.shape, True)
    if problem.constraints.last is not None:
        constant = (outputs == problem.constraints.last) & (grid.spec.slope.decode(slopes) == 0.0)[:, None]
    direction = grid.kept.direction
    levels, ranks = np.unique(direction * outputs, return_inverse=True)
    return least(errors, ranks.reshape(outputs.shape), levels.size, constant, possible_starts(grid), max_rows)


def outputs_and_errors(problem: Problem, grid: CodeGrid, slopes: Codes, intercepts: Codes) -> tuple[Array, Array]:
    """Return outputs and weighted errors (lines, codes) of every line, inf where it breaks a constraint."""
    spec, asked, activation = grid.spec, problem.constraints, problem.activation
    codes = np.asarray(spec.input.from_order(grid.order_keys))
    outputs = _side(grid, codes, slopes, intercepts)
    weights = np.ones((2, grid.size)) if problem.objective.weight is None else grid.weights
    errors = weights[0] * np.abs(outputs - activation(grid.x))
    sides = [(grid.x, outputs, np.full(grid.size, True))]
    if spec.mirrored:
        reflected = np.where(grid.reflects, spec.input.encode(-grid.x), codes)
        other = _side(grid, reflected, slopes, intercepts)
        off = np.where(grid.reflects, weights[1] * np.abs(other - activation(-grid.x)), 0.0)
        errors = np.maximum(errors, off)
        sides.append((-grid.x, other, grid.reflects))
    broken = np.isnan(errors)
    limits = [(unit, served) for unit, served in tails_of(grid)] if asked.monotone else []
    for x, y, counts in sides:
        for at, wanted in asked.through:
            broken |= (x == at) & counts & (y != wanted)
        if asked.non_negative:
            broken |= counts & (y < 0.0)
        for unit, served in limits:
            left = spec.input.decode(served[:1])[0] < grid.x[0]
            end = outputs_of(unit, served)[-1 if left else 0]
            against = grid.kept.direction * (y - end)
            broken |= counts & (against < 0.0 if left else against > 0.0)
    for i, wanted in pinned_outputs(grid, problem.pins):
        broken[:, i] |= outputs[:, i] != wanted
    if asked.monotone and spec.mirrored:
        sums = spec.slope.decode(slopes)[:, None] * grid.x + spec.intercept.decode(intercepts)[:, None]
        broken |= grid.kept.direction * (sums - THROUGH_CENTRE[spec.symmetry]) < 0.0
    return outputs, np.where(broken, np.inf, errors)


def _side(grid: CodeGrid, codes: Codes, slopes: Codes, intercepts: Codes) -> Array:
    shape = (slopes.size, codes.size)
    arrays = (codes[None, :], slopes[:, None], intercepts[:, None])
    evaluate = evaluate_fixed if grid.spec.fixed else evaluate_floats
    broadcast = (np.ascontiguousarray(np.broadcast_to(each, shape)) for each in arrays)
    return np.asarray(grid.spec.output.decode(evaluate(grid.spec, *broadcast)))


def least(errors: Array, ranks: Codes, levels: int, constant: Array, starts: list[int], max_rows: int) -> list[float]:
    """Return the least errors over all partitions, none of which steps down in rank at a seam."""
    end, found = starts[-1], []
    reached = {0: np.zeros(levels)}  # the least error of rows that end at a rank or below
    best = np.inf
    for _ in range(max_rows):
        further: dict[int, Array] = {}
        for i, before in reached.items():
            worst = np.zeros(errors.shape[0])
            for j in range(i + 1, end + 1):
                worst = np.maximum(worst, errors[:, j - 1])
                if j in starts:
                    total = np.maximum(worst, before[ranks[:, i]])
                    ending = further.setdefault(j, np.full(levels, np.inf))
                    np.minimum.at(ending, ranks[:, j - 1], total)
                    if j == end:
                        same = constant[:, i:].all(axis=1)
                        best = min(best, float(total[same].min(initial=np.inf)))
        for j, values in further.items():
            so_far = reached.get(j, np.full(levels, np.inf))
            reached = {**reached, j: np.minimum(so_far, np.minimum.accumulate(values))}
        found.append(best)
    return found
