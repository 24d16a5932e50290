"""`python -m pwlact.cli.compile_parts PART ...` compiles kernels by their use on a small problem."""

from __future__ import annotations

import sys

import numpy as np

from pwlact import functions
from pwlact.fit import curve_of, sample
from pwlact.fit.lstsq import FREE, Fits
from pwlact.fit.minimax import settle
from pwlact.search.bounds import lower_bound
from pwlact.search.evaluators import make_evaluator
from pwlact.search.problem import Problem

PROBLEM = Problem(activation=functions.get("tanh"), interval=(-2.0, 2.0), segments=2)


def compile_minimax() -> None:
    """Compile the minimax fit, without the least squares that come before it."""
    activation, interval = PROBLEM.activation, PROBLEM.interval
    rank, errors = np.zeros(1, dtype=np.int64), np.zeros((2, 1))
    fits = Fits(values=np.zeros((1, 3)), rank=rank, max_error=errors[0], mean_error=errors[1])
    settle(fits, curve_of(activation, interval), sample(activation, interval), np.array([[-2.0, 0.0, 2.0]]), FREE)


def compile_bounds() -> None:
    """Compile the lower bounds of maximum and mean error."""
    lower_bound(make_evaluator(PROBLEM))


COMPILE = {"minimax": compile_minimax, "bounds": compile_bounds}

if __name__ == "__main__":
    for part in sys.argv[1:]:
        COMPILE[part]()
