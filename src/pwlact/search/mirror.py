"""Symmetry: a search on half of a function, and its reflection, so that hardware needs half a table."""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from pwlact.errors import ConfigError, require
from pwlact.functions import Activation, Symmetry
from pwlact.pwl import PWL, make_pwl
from pwlact.search.constraints import NONE
from pwlact.search.problem import Problem

THROUGH_CENTRE = {Symmetry.ODD: 0.0, Symmetry.COMPLEMENTARY: 0.5}
"""Value at zero of the symmetries that fix it. The others are a line plus an even function, whose value is free."""


def half_problem(problem: Problem) -> Problem:
    """Return the problem on the right half of the range.

    For f(-x) = -f(x) or 1 - f(x) the graph is symmetric about a point, and the half is pinned to that point. With an
    odd number of segments the middle one passes through it. Constraints are left out, see `check_reflected`.

    Raises
    ------
    ConfigError
        If the function, the range, the density, the pins or the number of segments is not symmetric.
    """
    low, high = problem.interval
    symmetry = problem.activation.symmetry
    if symmetry is Symmetry.NONE:
        raise ConfigError(f"--mirror needs a symmetric function, got {problem.activation.name!r}; leave it out")
    if low != -high:
        raise ConfigError(f"--mirror needs a range symmetric about 0, got {low:g} {high:g}; try -R {-high:g} {high:g}")
    if symmetry not in THROUGH_CENTRE and problem.segments % 2:
        raise ConfigError(
            f"{problem.activation.name} mirrors into an even number of segments, got {problem.segments}; "
            f"try --segments {problem.segments + 1}"
        )
    if problem.density is not None:
        x = np.linspace(0.0, high, 257)
        if not np.allclose(problem.density.weight(x), problem.density.weight(-x)):
            raise ConfigError(f"--mirror needs a symmetric density, got {problem.density.text!r}; leave one out")
    left, right = problem.pins
    reflected_pin = None if right is None else float(symmetry.reflect(high, right))
    if left is None or reflected_pin is None:
        matching = left is reflected_pin
    else:
        matching = math.isclose(left, reflected_pin, rel_tol=1e-12, abs_tol=1e-12 * max(abs(right or 0.0), 1.0))
    if not matching:
        raise ConfigError(f"--mirror needs pins that reflect into each other, got {left} and {right}; leave one out")
    return dataclasses.replace(
        problem,
        interval=(0.0, high),
        segments=(problem.segments + 1) // 2,
        pins=(THROUGH_CENTRE.get(symmetry), problem.pins[1]),
        constraints=NONE,
    )


def check_reflected(problem: Problem) -> None:
    """Check that reflecting a search in real numbers keeps what the problem asks for.

    Raises
    ------
    ConfigError
        If there are constraints, the objective is the user's own, or the weight of errors is not symmetric.
    """
    own = problem.objective.own
    require(own is None, "half of a function has no objective of your own", own, "leave out mirror, or give a format")
    if problem.constraints:
        raise ConfigError(
            f"constraints are kept on the whole range, got {problem.constraints.text} with --mirror; leave one out"
        )
    weight = problem.objective.weight
    if weight is not None:
        x, f = np.linspace(*problem.interval, 257), problem.activation.f
        if not np.allclose(weight.on(x, f(x)), weight.on(-x, f(-x))):
            raise ConfigError(f"--mirror needs a symmetric weight of errors, got {weight.text!r}; leave one out")


def reflected(activation: Activation, half: PWL, segments: int) -> PWL:
    """Return the PWL on the whole range whose right half is given.

    Parameters
    ----------
    activation : Activation
        The function, whose symmetry reflects the half.
    half : PWL
        The PWL on [0, high].
    segments : int
        Segments on the whole range: twice those of the half, or one less, with the middle segment across zero.
    """
    centre = 1 if segments % 2 else 0  # with an odd number, the middle segment has no breakpoint at zero
    x, v = half.breakpoints, half.values
    left = activation.symmetry.reflect(x[:0:-1], v[:0:-1])
    return make_pwl(activation, np.concatenate((-x[:0:-1], x[centre:])), np.concatenate((left, v[centre:])))
