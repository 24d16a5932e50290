"""Table rows for given points: their errors are what the datapath's model says of their unit."""

from __future__ import annotations

from itertools import cycle, pairwise
from typing import Any

import numpy as np
import pytest
from search.codes.brute import coefficient_codes, line_errors, possible_starts
from search.codes.kinds import MIRRORED, Array, grid_of, settings_of
from search.codes.random_floats import random_grids

from pwlact import functions
from pwlact.datapath import unit_report
from pwlact.errors import BreakpointError, FormatError
from pwlact.formats import Rounding
from pwlact.functions import Symmetry, from_expression
from pwlact.search.codes.fit import fit_points, fitted_errors, quick_rows, starts_at
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.table_rows import build_unit
from pwlact.search.codes.tails import over_range

FITS = ("lstsq", "minimax")
RANGE = (-3.5, 3.5)


def random_points(rows: int, count: int, seed: int = 0) -> Array:
    """Return rows of ascending points all over the range."""
    return np.sort(np.random.default_rng(seed).uniform(RANGE[0] + 0.1, RANGE[1] - 0.1, (rows, count)), axis=1)


def check(grid: CodeGrid, points: Array, fit: str) -> None:
    """Compare each row's errors with the report on the unit of its quick fit; the best fit's maximum is no larger."""
    errors = over_range(grid, fitted_errors(grid, points, fit))
    apart = np.all(np.diff(starts_at(grid, points), axis=1) > 0, axis=1)
    for row, found, differ in zip(points, errors, apart, strict=True):
        if not differ:
            assert np.isinf(found).all()
            with pytest.raises(BreakpointError, match="each piece begins at another code of"):
                fit_points(grid, row, fit)
            continue
        quick, best = (
            unit_report(build_unit(grid, rows(grid, row, fit)), grid.activation, grid.interval).errors
            for rows in (quick_rows, fit_points)
        )
        np.testing.assert_allclose(found, [quick.max, quick.mean, quick.mse], rtol=1e-9, atol=1e-15)
        assert best.max <= quick.max * (1.0 + 1e-6)


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
    for points in (np.array([0.0]), np.array([-1.0, 1.0])):
        with pytest.raises(FormatError, match="mirrored table is searched by methods minimax and dp"):
            fit_points(grid, points, "minimax")


def check_best(grid: CodeGrid, points: Array) -> int:
    """Compare the rows of a minimax fit with all slopes and intercepts; return how many rows there are."""
    rows = fit_points(grid, points, "minimax")
    codes = coefficient_codes(grid)
    errors = line_errors(grid, *codes)
    slopes, intercepts = grid.spec.slope.decode(codes[0]), grid.spec.intercept.decode(codes[1])
    for (i, j), slope, intercept in zip(pairwise(rows.starts.tolist()), rows.slopes, rows.intercepts, strict=True):
        worst = errors[:, :, i:j].max(axis=2)
        chosen = worst[np.ix_(slopes == slope, intercepts == intercept)].min()  # zero has two codes in floats
        assert chosen <= worst.min() * (1.0 + 1e-6) + 1e-15, (grid.spec, i, j)
    return rows.slopes.size


def test_minimax_fits_have_the_best_codes_of_all() -> None:
    rng, rows = np.random.default_rng(2), 0
    formats = (("q3.3", "q2.3", "q3.4", "q3.4"), ("q3.2", "q2.2", "q4.3", "q3.5"), ("q3.3", "q1.4", "q2.2", "uq1.5"))
    for seed, (kind, settings) in enumerate(zip(cycle(formats), settings_of(fixed=True) * 3, strict=False)):
        function = "sigmoid" if kind[-1].startswith("u") else ("tanh", "silu")[seed % 2]
        grid = grid_of(function, (-3.0, 3.0), *kind, arithmetic=("fused", "separate")[seed % 2], **settings)
        rows += check_best(grid, np.sort(rng.choice(np.arange(-2.75, 2.75, 0.25), 4, replace=False)))
    assert rows >= 100


def test_minimax_fits_of_floats_have_the_best_codes_of_all() -> None:
    rows = 0
    for grid in random_grids(60, 2):
        inner = np.unique(grid.x[grid.x > grid.x[0]])
        rows += check_best(grid, inner[[0, inner.size // 2]])
    assert rows >= 100


@pytest.mark.parametrize("symmetry", MIRRORED, ids=lambda symmetry: symmetry.value)
@pytest.mark.parametrize("kind", [{}, {"arithmetic": "separate"}, {"address_bits": 4}, {"shift_terms": 1}], ids=str)
def test_minimax_fits_of_mirrored_tables_have_the_best_codes_of_all(kind: dict[str, Any], symmetry: Symmetry) -> None:
    for rounding in (Rounding.NEAREST_UP, Rounding.DOWN):
        formats = ("q3.3", "q3.3", "q4.4", "q3.4")
        grid = grid_of(MIRRORED[symmetry], (-4.0, 4.0), *formats, symmetry=symmetry, rounding=rounding, **kind)
        assert check_best(grid, np.array([0.5, 1.0, 1.5, 2.0, 3.0])) == 6


@pytest.mark.parametrize("symmetry", MIRRORED, ids=lambda symmetry: symmetry.value)
@pytest.mark.parametrize("name", ["e3m2", "e4m2", "e3m3"])
def test_minimax_fits_of_half_tables_of_floats_have_the_best_codes_of_all(name: str, symmetry: Symmetry) -> None:
    for rounding in (Rounding.NEAREST_EVEN, Rounding.UP):
        grid = grid_of(MIRRORED[symmetry], (-4.0, 4.0), name, symmetry=symmetry, rounding=rounding)
        assert check_best(grid, np.array([0.5, 1.0, 1.5, 2.0, 3.0])) == 6


def test_a_minimax_fit_of_a_coarse_table_is_the_best_that_there_is() -> None:
    grid = grid_of("tanh", (-4.0, 4.0), "q3.5", "q1.5", "q2.7", "q3.5")
    rows = fit_points(grid, np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), "minimax")
    report = unit_report(build_unit(grid, rows), grid.activation, grid.interval)
    assert report.errors.max == pytest.approx(0.0509058, abs=1e-7)  # 0.0558672 with the quick fit


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


@pytest.mark.parametrize("fit", ["lstsq", "minimax"])
@pytest.mark.parametrize("name", ["fp8_e4m3", "fp16", "bf16"])
def test_rows_of_floats_have_reflected_lines_below_one_half_too(name: str, fit: str) -> None:
    """Right of zero this function is convex at first, so that intercepts are below 1/2, finer than those of 1 less."""
    steep = from_expression("1 / (1 + exp(-x**3))", interval=(-4.0, 4.0))
    grid = grid_of(steep, (-4.0, 4.0), name, symmetry=Symmetry.COMPLEMENTARY)
    rows = fit_points(grid, np.array([0.5, 1.0, 1.5, 2.0]), fit)
    assert rows.intercepts.min() < 0.5
    assert np.all(np.isin(rows.intercepts, grid.levels))
    assert build_unit(grid, rows).pieces == 6
