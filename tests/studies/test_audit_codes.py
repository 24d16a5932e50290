"""Rows of a unit: their own errors by brute force over codes, and what is possible in the formats."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from pwlact import functions
from pwlact.datapath import Unit
from pwlact.search.codes.tabulate import code_grid
from pwlact.settings.unit import UnitChoice, unit_spec
from pwlact.studies.audit_codes import coded, keys_within, unit_rows

TANH = functions.get("tanh")


def unit_of(**more: str) -> Unit:
    spec = unit_spec("q3.3", UnitChoice(slope="q1.4", intercept="q2.4", **more))
    return Unit(spec=spec, thresholds=np.array([-8, 6]), slopes=np.array([2, 12, 3]), intercepts=np.array([-11, 1, 9]))


def errors_of(unit: Unit) -> tuple[np.ndarray, np.ndarray]:
    codes = unit.spec.input.codes()
    x = unit.spec.input.decode(codes)
    return np.abs(unit.spec.output.decode(unit(codes)) - TANH(x)), unit.piece(codes)


@pytest.mark.parametrize("arithmetic", ["fused", "separate"])
def test_rows_have_their_own_errors_and_what_brute_force_finds(arithmetic: str) -> None:
    unit = unit_of(arithmetic=arithmetic)
    grid = code_grid(TANH, (-4.0, 3.99), unit.spec, roomy=False)
    rows = unit_rows(unit, TANH, grid.order_keys, grid)
    inside = np.isin(unit.spec.input.codes(), grid.order_keys)
    off, piece = errors_of(unit)
    for k, row in enumerate(rows):
        mine = inside & (piece == k)
        assert row.max_error == off[mine].max()
        best = np.inf
        slopes, intercepts = unit.spec.slope.codes(), unit.spec.intercept.codes()
        for slope, intercept in itertools.product(slopes.tolist(), intercepts.tolist()):
            all_slopes, all_intercepts = unit.slopes.copy(), unit.intercepts.copy()
            all_slopes[k], all_intercepts[k] = slope, intercept
            other = Unit(spec=unit.spec, thresholds=unit.thresholds, slopes=all_slopes, intercepts=all_intercepts)
            best = min(best, errors_of(other)[0][mine].max())
        assert row.possible == pytest.approx(best, rel=2e-3)
        assert row.possible >= best


def test_reversals_are_those_of_the_outputs() -> None:
    unit = unit_of()
    seen = coded(unit, TANH, keys_within(unit, (-4.0, 4.0)))
    y = unit.spec.output.decode(unit(unit.spec.input.codes()))
    falls = np.flatnonzero(np.diff(y) < 0) + 1
    assert np.flatnonzero(seen.turns).tolist() == falls.tolist()
    rows = unit_rows(unit, TANH, keys_within(unit, (-4.0, 4.0)), None)
    assert sum(row.reversals for row in rows) == falls.size
    assert all(row.possible is None for row in rows)


def test_keys_are_of_the_closed_range_and_of_both_sides_where_mirrored() -> None:
    unit = unit_of()
    assert keys_within(unit, (-1.0, 0.5)).tolist() == list(range(-8, 5))
    spec = unit_spec("q3.3", UnitChoice(slope="q1.4", intercept="q2.4"), functions.Symmetry.ODD)
    half = Unit(spec=spec, thresholds=np.array([6]), slopes=np.array([12, 3]), intercepts=np.array([0, 9]))
    assert keys_within(half, (-1.0, 1.0)).tolist() == list(range(9))
    assert coded(half, TANH, np.arange(9)).x.tolist() == (np.arange(-8, 9) / 8).tolist()
