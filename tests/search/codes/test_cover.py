"""The smallest maximum error of table rows: against every partition and every line of codes, by the model itself."""

from __future__ import annotations

from itertools import cycle, product
from typing import Any

import numpy as np
import pytest
from search.codes.brute import coefficient_codes, least_errors, line_errors, possible_starts, row_errors
from search.codes.kinds import MIRRORED, OVERFLOWS, grid_of
from search.codes.random_floats import random_grids

from pwlact import functions
from pwlact.datapath import unit_report
from pwlact.datapath.spec import FUSED_FLOATS
from pwlact.errors import FormatError
from pwlact.formats import Overflow, Rounding
from pwlact.functions import Activation, Interval, Symmetry, from_expression
from pwlact.search.codes.cover import cover_within, refine, smallest_cover, split_rows
from pwlact.search.codes.cover_kernels import line_within
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.table_rows import build_unit
from pwlact.search.codes.tabulate import code_grid
from pwlact.search.codes.tails import left_over_errors
from pwlact.search.codes.walls import product_slack
from pwlact.settings.unit import UnitChoice, unit_spec

MAX_ROWS = 4  # pieces
TINY = (
    ("q3.2", "q3.2", "q4.3", "q3.2"),
    ("q2.3", "q2.2", "q3.4", "q2.4"),
    ("q3.2", "q2.3", "q4.1", "q3.3"),
    ("q3.3", "q2.3", "q3.5", "uq1.5"),
)
FLOATS = ("e3m2", "e2m3", "e3m1fn", "e4m2")
BOTH = ("fused", "separate")
modes = pytest.mark.parametrize("rounding", Rounding, ids=lambda rounding: rounding.value)


def case_of(formats: tuple[str, ...]) -> tuple[Activation, Interval]:
    """Return a function and a range that the formats hold."""
    if formats[-1].startswith("u"):
        return functions.get("sigmoid"), (-4.0, 4.0)
    return functions.get("silu"), (-2.0, 2.0)


def check_smallest(grid: CodeGrid) -> None:
    """Compare the covers of 1 to 4 pieces with the best of all, and with the units that they stand for."""
    errors = line_errors(grid, *coefficient_codes(grid))
    wanted = least_errors(row_errors(errors), possible_starts(grid), MAX_ROWS)
    for pieces, least in enumerate(wanted, start=1):
        if pieces >= len(possible_starts(grid)):
            break
        cover = smallest_cover(grid, pieces)
        assert cover.error == pytest.approx(least, rel=1e-6), (grid.spec, pieces)
        assert cover.bound is None or cover.bound <= least, (grid.spec, pieces)
        assert cover.starts.size == pieces + 1
        report = unit_report(build_unit(grid, cover), grid.activation, grid.interval)
        whole = max([cover.error, *left_over_errors(grid).tolist()])
        assert report.errors.max == pytest.approx(whole, rel=1e-6), (grid.spec, pieces)


@modes
@pytest.mark.parametrize("arithmetic", BOTH)
def test_no_pieces_of_any_codes_have_a_smaller_error(arithmetic: str, rounding: Rounding) -> None:
    for formats in TINY:
        for overflow in OVERFLOWS[True]:
            activation, interval = case_of(formats)
            settings = {"rounding": rounding, "arithmetic": arithmetic, "overflow": overflow}
            check_smallest(grid_of(activation, interval, *formats, **settings))


@pytest.mark.parametrize("address_bits", [None, 2, 3, 4])
@pytest.mark.parametrize("shift_terms", [0, 1, 2])
def test_no_pieces_at_addresses_or_of_few_powers_have_a_smaller_error(shift_terms: int, address_bits: int) -> None:
    for formats in TINY:
        activation, interval = case_of(formats)
        settings: dict[str, Any] = {"shift_terms": shift_terms, "address_bits": address_bits}
        check_smallest(grid_of(activation, interval, *formats, **settings))


@pytest.mark.parametrize("base", [0, 3, -4])
@pytest.mark.parametrize("mantissa_bits", [0, 1, 2])
def test_no_pieces_at_octaves_have_a_smaller_error(mantissa_bits: int, base: int) -> None:
    settings: dict[str, Any] = {"mantissa_bits": mantissa_bits, "base": base}
    for formats, end in zip(TINY, (4.0, 2.0, 4.0, 4.0), strict=True):  # tails would begin off the octaves
        activation, interval = ("sigmoid", (-end, end)) if base else case_of(formats)
        check_smallest(grid_of(activation, interval, *formats, **settings))
    if not base:
        check_smallest(grid_of("silu", (-2.0, 2.0), *TINY[0], symmetry=Symmetry.GATED, **settings))


@modes
@pytest.mark.parametrize("symmetry", MIRRORED, ids=lambda symmetry: symmetry.value)
def test_no_mirrored_pieces_have_a_smaller_error(symmetry: Symmetry, rounding: Rounding) -> None:
    for formats, arithmetic, address_bits in product(TINY[:3], BOTH, (None, 3)):
        settings = {"rounding": rounding, "arithmetic": arithmetic, "symmetry": symmetry, "address_bits": address_bits}
        check_smallest(grid_of(MIRRORED[symmetry], (-2.0, 2.0), *formats, **settings))


@modes
@pytest.mark.parametrize("name", FLOATS)
def test_no_pieces_of_floats_have_a_smaller_error(name: str, rounding: Rounding) -> None:
    kinds = [(functions.get("silu"), Symmetry.NONE), *((activation, s) for s, activation in MIRRORED.items())]
    others = cycle(product(BOTH, OVERFLOWS[False]))
    for activation, symmetry in kinds[: 5 if name == "e3m2" else 1]:
        arithmetic, overflow = next(others)
        arithmetic = "fused" if symmetry in FUSED_FLOATS else arithmetic
        settings = {"rounding": rounding, "arithmetic": arithmetic, "overflow": overflow, "symmetry": symmetry}
        check_smallest(grid_of(activation, (-3.0, 3.0), name, **settings))


@pytest.mark.parametrize("overflow", OVERFLOWS[False], ids=lambda mode: mode.value)
@pytest.mark.parametrize("arithmetic", BOTH)
def test_no_pieces_as_far_as_floats_reach_have_a_smaller_error(arithmetic: str, overflow: Overflow) -> None:
    """Products and sums overflow there."""
    for name, end in (("e3m2", 14.0), ("e2m3", 3.75), ("e3m1fn", 16.0)):
        grid = grid_of(
            "silu", (-end, end), name, rounding=Rounding.NEAREST_EVEN, overflow=overflow, arithmetic=arithmetic
        )
        check_smallest(grid)


@pytest.mark.parametrize("formats", TINY[:3], ids="-".join)
def test_a_bound_holds_for_slopes_of_the_whole_format_too(formats: tuple[str, ...]) -> None:
    for rounding, symmetry in product(Rounding, MIRRORED):
        grid = grid_of(MIRRORED[symmetry], (-2.0, 2.0), *formats, rounding=rounding, symmetry=symmetry)
        errors = line_errors(grid, *coefficient_codes(grid, every_slope=True))
        for pieces, least in enumerate(least_errors(row_errors(errors), possible_starts(grid), MAX_ROWS), start=1):
            bound = smallest_cover(grid, pieces).bound
            assert bound is not None
            assert bound <= least


def test_a_power_of_two_beyond_the_functions_slopes_is_found() -> None:
    """Softplus rises by .73 to .87 there, where no power of two lies."""
    grid = grid_of("softplus", (1.0, 1.9), "q3.4", "q2.6", "q4.6", "q3.6", shift_terms=1)
    cover = smallest_cover(grid, 3)
    errors = line_errors(grid, *coefficient_codes(grid))
    assert set(cover.slopes) <= {0.5, 1.0}
    assert cover.error == pytest.approx(least_errors(row_errors(errors), possible_starts(grid), 3)[-1], rel=1e-6)


@modes
@pytest.mark.parametrize("arithmetic", BOTH)
@pytest.mark.parametrize("formats", TINY[:2], ids="-".join)
def test_a_line_fits_a_stretch_where_any_does(formats: tuple[str, ...], arithmetic: str, rounding: Rounding) -> None:
    grid = grid_of("silu", (-2.0, 2.0), *formats, arithmetic=arithmetic, rounding=rounding)
    best = row_errors(line_errors(grid, *coefficient_codes(grid)))
    slack = product_slack(grid)
    kinds = (grid.slopes, grid.levels, grid.arithmetic)
    for tolerance in np.unique(best[np.isfinite(best)])[::3]:
        allowed = tolerance * (1.0 + 1e-9)
        low, high = grid.tube(allowed)
        for i, j in zip(*np.nonzero(np.isfinite(best)), strict=True):
            slope, intercept = line_within(grid.x[i:j], low[i:j], high[i:j], slack[i:j], *kinds)
            assert np.isnan(slope) == np.isnan(intercept) == (best[i, j] > allowed), (i, j, tolerance)


def test_a_greedy_cover_takes_as_few_pieces_as_any() -> None:
    for formats in TINY:
        grid = grid_of(*case_of(formats), *formats)
        wanted = least_errors(row_errors(line_errors(grid, *coefficient_codes(grid))), possible_starts(grid), 8)
        for tolerance in np.geomspace(0.02, 1.0, 25).tolist():
            enough = [pieces for pieces, error in enumerate(wanted, start=1) if error <= tolerance]
            cover = cover_within(grid, tolerance, 8)
            assert (None if cover is None else cover.slopes.size) == (enough[0] if enough else None)


def test_covers_of_random_floats_are_the_best_of_all_partitions_and_codes() -> None:
    rng = np.random.default_rng(1)
    refused = 0
    for grid in random_grids(240, 1):
        best = row_errors(line_errors(grid, *coefficient_codes(grid)))
        wanted, starts = least_errors(best, possible_starts(grid), 5), possible_starts(grid)
        tolerance = float(np.exp(rng.uniform(-1.0, 1.5))) * wanted[int(rng.integers(3))] + 1e-12
        enough = [rows for rows, error in enumerate(wanted, start=1) if error <= tolerance]
        cover = cover_within(grid, tolerance, 5)
        assert (cover and cover.slopes.size) == (enough[0] if enough else None), (grid.spec, grid.interval, tolerance)
        refused += cover is None
        rows = min(int(rng.integers(1, 4)), len(starts) - 1)
        found = smallest_cover(grid, rows)
        assert found.error == pytest.approx(wanted[rows - 1], rel=1e-6, abs=1e-15), (grid.spec, grid.interval, rows)
        assert found.bound is not None
        assert found.bound <= wanted[rows - 1]
    assert refused > 10


@pytest.mark.parametrize("name", ["fp8_e4m3", "fp8_e5m2", "e6m1", "e7m1"])
def test_covers_of_floats_with_tiny_slopes_are_the_best_of_all(name: str) -> None:
    """The tail of gelu needs slopes far below 1, and sums that doubles do not hold."""
    for low, high in ((-4.0, -2.0), (-1.0, 0.5)):
        grid = grid_of("gelu", (low, high), name)
        near = grid.part(0, 12) if grid.size > 12 else grid
        best = row_errors(line_errors(near, *coefficient_codes(near)))
        for tolerance in np.unique(best[np.isfinite(best)])[::7]:
            allowed = tolerance * (1.0 + 1e-9) + 1e-300
            tube = near.tube(allowed)
            for i, j in zip(*np.nonzero(np.isfinite(best)), strict=True):
                parts = (each[i:j] for each in (near.x, *tube, product_slack(near)))
                slope, _ = line_within(*parts, near.slopes, near.levels, near.arithmetic)
                assert np.isnan(slope) == (best[i, j] > allowed), (i, j, tolerance)


@pytest.mark.parametrize("name", ["q3.5", "fp8_e4m3"])
def test_settling_never_makes_a_piece_worse(name: str) -> None:
    grid = grid_of("silu", (-3.5, 3.5), name)
    for tolerance in (0.13, 0.2, 0.4):
        cover = cover_within(grid, tolerance, 30)
        assert cover is not None
        better = refine(grid, cover, tolerance)
        assert better.starts.tolist() == cover.starts.tolist()
        before, after = (_piece_errors(grid, each) for each in (cover, better))
        assert np.all(after <= before + 1e-3 * tolerance)
        assert np.all(after <= tolerance)


def _piece_errors(grid: CodeGrid, cover: Any) -> np.ndarray:
    unit = build_unit(grid, cover)
    codes = np.asarray(grid.spec.input.from_order(grid.order_keys))
    off = np.abs(grid.spec.output.decode(unit(codes)) - grid.y)
    return np.maximum.reduceat(off, cover.starts[:-1])


@pytest.mark.parametrize("address_bits", [None, 4, 6])
def test_a_cover_is_parted_into_as_many_pieces_as_asked_for(address_bits: int | None) -> None:
    grid = grid_of("silu", (-4.0, 4.0), "q3.5", address_bits=address_bits)
    cover = cover_within(grid, 0.2, 10)
    assert cover is not None
    room = len(possible_starts(grid)) - 1
    for pieces in range(cover.slopes.size, room + 1):
        parted = split_rows(grid, cover, pieces)
        assert parted.slopes.size == parted.intercepts.size == pieces
        assert np.all(np.diff(parted.starts) > 0)
        assert set(parted.starts.tolist()) <= set(possible_starts(grid))
        home = np.searchsorted(cover.starts, parted.starts[:-1], side="right") - 1
        np.testing.assert_array_equal(parted.slopes, cover.slopes[home])
    with pytest.raises(FormatError, match=f"another of {room} codes of q3.5, got {room + 1}"):
        smallest_cover(grid, room + 1)


def test_steep_slopes_beside_a_root_do_not_cut_a_proof_short() -> None:
    """The slopes of bf16 at 1e-30 are up to 1e15: from there, rounding once passed the slopes that fit."""
    spec, errors = unit_spec("bf16", UnitChoice()), []
    for low in (1e-10, 1e-30):
        activation = from_expression("sqrt(x)", interval=(low, 1.0))
        errors.append(smallest_cover(code_grid(activation, (low, 1.0), spec), 6).error)
    assert errors[1] == pytest.approx(errors[0], rel=1e-6)
