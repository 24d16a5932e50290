"""Solve a family: each function by the exact method of its objective."""

from __future__ import annotations

import numpy as np

from pwlact.data import data_of
from pwlact.functions import from_data
from pwlact.many.family import Family, FamilyObjective
from pwlact.many.rows import Rows
from pwlact.search.methods import METHODS
from pwlact.search.problem import Problem, objective_named
from pwlact.search.solve import solve

METHOD_FOR = {"max": "minimax", "mse": "dp"}


def solve_family(rows: Rows, segments: int, objective: FamilyObjective = "max") -> Family:
    """Return the approximations of functions given by exact samples.

    Parameters
    ----------
    rows : Rows
        The functions.
    segments : int
        Linear pieces of each.
    objective : {"max", "mse"}
        What is minimised for each.
    """
    method = METHODS[METHOD_FOR[objective]]
    results = []
    for row in rows.y:
        activation = from_data(data_of(rows.x, row))
        problem = Problem(
            activation=activation,
            interval=activation.interval,
            segments=segments,
            fit="minimax" if objective == "max" else "lstsq",
            objective=objective_named(objective),
        )
        results.append(solve(problem, method, method.config(), 0))
    return Family(
        objective=objective,
        segments=np.full(len(results), segments),
        breakpoints=np.array([result.pwl.breakpoints for result in results]),
        values=np.array([result.pwl.values for result in results]),
        max_errors=np.array([result.errors.exact.max for result in results]),
        mses=np.array([result.errors.grid.mse for result in results]),
        lower_bounds=np.array([np.nan if result.lower_bound is None else result.lower_bound for result in results]),
        names=rows.names,
        digest=rows.digest,
    )
