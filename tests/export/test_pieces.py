"""The pieces of a result as CSV: unrounded, with tails and betas."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from pwlact import functions
from pwlact.export.csv_file import CODED
from pwlact.export.pieces import COLUMNS, pieces_csv
from pwlact.search import Problem, Result
from pwlact.search.solve import solve_given
from pwlact.settings.unit import UnitChoice, unit_spec


def _result(**others: object) -> Result:
    points = np.array([-2.0, -0.3, 0.7])
    activation = functions.get("silu")
    problem = Problem(activation=activation, interval=(-4.0, 4.0), segments=4, **others)  # type: ignore[arg-type]
    return solve_given(problem, points)


def test_rows_are_the_pieces_and_the_betas_of_the_hinge_form() -> None:
    result = _result()
    header, *rows = csv.reader(pieces_csv(result).splitlines())
    assert tuple(header) == COLUMNS
    pwl = result.candidate.pwl
    starts, stops, slopes, intercepts = (np.array([float(row[k]) for row in rows]) for k in range(4))
    betas = np.array([float(row[4]) for row in rows[:-1]])
    assert betas.tolist() == pwl.betas.tolist()  # bit for bit
    assert rows[-1][4] == ""
    assert starts[1:].tolist() == stops[:-1].tolist() == pwl.breakpoints.tolist()
    assert (starts[0], stops[-1]) == (-np.inf, np.inf)
    assert (slopes[0], intercepts[0]) == pwl.left_tail
    assert (slopes[-1], intercepts[-1]) == pwl.right_tail
    for x in (-9.0, -3.1, 0.0, 2.2, 9.0):
        (k,) = np.flatnonzero((starts <= x) & (x < stops))
        assert slopes[k] * x + intercepts[k] == pytest.approx(float(pwl(np.array(x))), abs=1e-14)
    x = 1.9
    hinges = betas[0] + np.sum(betas[1:] * np.maximum(x - pwl.breakpoints[:-1], 0.0))
    assert hinges == pytest.approx(float(pwl(np.array(x))), abs=1e-14)


def test_numbers_are_rounded_on_demand() -> None:
    assert pieces_csv(_result(), 2).splitlines()[1].startswith("-inf,-4.00,0.00,0.00,-0.0")


def test_a_units_rows_are_those_of_the_export() -> None:
    header, *rows = csv.reader(pieces_csv(_result(spec=unit_spec("q4.8", UnitChoice()))).splitlines())
    assert tuple(header) == CODED
    begins = [float(row[1]) for row in rows]
    assert begins[:5] == [-8.0, -4.0, -2.0, -77 / 256, 179 / 256]
    assert 4.0 <= begins[5] <= 4.0 + 1 / 256
