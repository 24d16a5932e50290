"""Table rows for given points: their errors are what the datapath's model says of their unit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from search.codes.brute import possible_starts
from search.codes.kinds import Array, grid_of, settings_of

from pwlact import functions
from pwlact.datapath import unit_report
from pwlact.errors import BreakpointError, FormatError
from pwlact.functions import Symmetry, from_expression
from pwlact.search.codes.fit import fit_points, fitted_errors, starts_at
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.table_rows import build_unit
from pwlact.search.codes.tails import over_range

FITS = ("lstsq", "minimax")
RANGE = (-3.5, 3.5)


def random_points(rows: int, count: int, seed: int = 0) -> Array:
    """Return rows of ascending points all over the range."""
    return np.sort(np.random.default_rng(seed).uniform(RANGE[0] + 0.1, RANGE[1] - 0.1, (rows, count)), axis=1)


def check(grid: CodeGrid, points: Array, fit: str) -> None:
    """Compare each row's errors with the report on the unit that the row stands for."""
    errors = over_range(grid, fitted_errors(grid, points, fit))
    apart = np.all(np.diff(starts_at(grid, points), axis=1) > 0, axis=1)
    for row, found, differ in zip(points, errors, apart, strict=True):
        if not differ:
            assert np.isinf(found).all()
            with pytest.raises(BreakpointError, match="each piece begins at another code of"):
                fit_points(grid, row, fit)
            continue
        report = unit_report(build_unit(grid, fit_points(grid, row, fit)), grid.activation, grid.interval).errors
        np.testing.assert_allclose(found, [report.max, report.mean, report.mse], rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("settings", settings_of(fixed=True), ids=lambda kind: "-".join(m.value for m in kind.values()))
@pytest.mark.parametrize("fit", FITS)
def test_errors_are_those_of_the_unit(fit: str, settings: dict[str, Any]) -> None:
    """Sigmoid fills uq0.8: lines go over its end, which saturates or wraps round."""
    for function, formats in (
        ("silu", ("q3.6", "q3.6", "q5.9", "q4.6")),
        ("sigmoid", ("q3.6", "q1.8", "q3.9", "uq0.8")),
    ):
        for arithmetic in ("fused", "separate"):
            grid = grid_of(function, RANGE, *formats, arithmetic=arithmetic, **settings)
            check(grid, random_points(6, 4), fit)


@pytest.mark.parametrize(
    "settings", settings_of(fixed=False), ids=lambda kind: "-".join(m.value for m in kind.values())
)
@pytest.mark.parametrize("fit", FITS)
def test_errors_of_floats_are_those_of_the_unit(fit: str, settings: dict[str, Any]) -> None:
    for name, points in (
        ("fp8_e4m3", random_points(4, 3)),
        ("e5m8", random_points(4, 6)),
        ("e2m4", random_points(4, 3)),
    ):
        for arithmetic in ("fused", "separate"):
            grid = grid_of("silu", RANGE, name, arithmetic=arithmetic, **settings)
            check(grid, points, fit)


@pytest.mark.parametrize(
    "settings", settings_of(fixed=False), ids=lambda kind: "-".join(m.value for m in kind.values())
)
@pytest.mark.parametrize("fit", FITS)
def test_errors_are_those_of_the_unit_where_products_and_sums_overflow(fit: str, settings: dict[str, Any]) -> None:
    """The largest e2m4 is 3.875; silu rises by more than 1 there, and x + 0.2 goes one code beyond."""
    for activation in (functions.get("silu"), from_expression("x + 0.2", interval=(-3.8, 3.8))):
        for arithmetic in ("fused", "separate"):
            grid = grid_of(activation, (-3.8, 3.8), "e2m4", arithmetic=arithmetic, **settings)
            check(grid, np.array([[-1.0, 0.5, 2.0], [0.0, 1.0, 3.0], [-2.0, 0.0, 2.5]]), fit)


@pytest.mark.parametrize("fit", FITS)
@pytest.mark.parametrize(
    "kind", [{"address_bits": 5}, {"shift_terms": 1}, {"shift_terms": 2, "address_bits": 6}], ids=str
)
def test_errors_at_addresses_and_of_shifts_are_those_of_the_unit(fit: str, kind: dict[str, Any]) -> None:
    grid = grid_of("silu", RANGE, "q3.6", "q3.6", "q5.9", "q3.6", **kind)
    check(grid, random_points(20, 4), fit)


@pytest.mark.parametrize("fit", FITS)
def test_a_piece_may_hold_nothing_but_the_two_zeros(fit: str) -> None:
    grid = grid_of("silu", RANGE, "fp8_e5m2")
    tiny = float(np.min(grid.x[grid.x > 0.0]))
    check(grid, np.array([[-0.75 * tiny, 0.75 * tiny], [-0.6 * tiny, 1.0], [-1.0, 0.6 * tiny]]), fit)


@pytest.mark.parametrize("address_bits", [None, 6])
@pytest.mark.parametrize("name", ["q3.5", "fp8_e4m3"])
def test_pieces_begin_next_to_the_points_and_inside_the_range(name: str, address_bits: int | None) -> None:
    grid = grid_of("silu", RANGE, name, address_bits=address_bits)
    starts = np.array(possible_starts(grid)[:-1])
    starts = starts[grid.x[starts] < RANGE[1]]
    points = random_points(50, 3)
    found = starts_at(grid, points)
    assert np.all(found[:, 0] == 0)
    assert np.all(found[:, -1] == grid.size)
    for row, interior in zip(points, found[:, 1:-1], strict=True):
        for point, start in zip(row, interior, strict=True):
            assert start in starts
            assert abs(grid.x[start] - point) == np.min(np.abs(grid.x[starts] - point))


def test_points_on_one_code_are_refused() -> None:
    grid = grid_of("silu", RANGE, "q3.5")
    points = np.array([[0.5, 0.501], [0.5, 1.0], [-3.4999, 0.0]])
    errors = fitted_errors(grid, points, "minimax")
    assert np.isinf(errors).all(axis=1).tolist() == [True, False, True]
    for row in (points[0], points[2]):
        with pytest.raises(BreakpointError, match="move them apart or use fewer"):
            fit_points(grid, row, "minimax")


def test_a_mirrored_table_has_no_points_on_the_whole_range() -> None:
    grid = grid_of("tanh", RANGE, "q3.5", symmetry=Symmetry.ODD)
    with pytest.raises(FormatError, match="mirrored table is searched by methods minimax and dp"):
        fit_points(grid, np.array([0.0]), "minimax")


@pytest.mark.parametrize("name", ["q3.6", "fp8_e5m2"])
def test_least_squares_are_those_of_real_numbers_rounded(name: str) -> None:
    grid = grid_of("silu", RANGE, name)
    pieces = fit_points(grid, np.array([-1.0, 0.5]), "lstsq")
    for k in range(3):
        i, j = pieces.starts[k], pieces.starts[k + 1]
        slope = np.polyfit(grid.x[i:j], grid.y[i:j], 1)[0]
        assert abs(pieces.slopes[k] - slope) <= np.min(np.abs(grid.slopes - slope)) + 1e-12
        wish = np.mean(grid.y[i:j]) - pieces.slopes[k] * np.mean(grid.x[i:j])
        values = grid.spec.intercept.decode(grid.spec.intercept.codes())
        assert abs(pieces.intercepts[k] - wish) <= np.nanmin(np.abs(values - wish)) + 1e-12
