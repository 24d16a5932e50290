"""The least mean square error of table rows: against every partition and every line, and GQA-LUT's tables."""

from __future__ import annotations

import dataclasses
from itertools import combinations, pairwise

import numpy as np
import pytest
from references.gqa_lut import PLACES, STEP, TABLES, Table
from search.codes.kinds import Array, grid_of

from pwlact import functions
from pwlact.datapath import unit_report
from pwlact.errors import ConfigError, FormatError
from pwlact.fit import lstsq_batch, sample
from pwlact.formats import FixedPoint
from pwlact.functions import Line, Symmetry
from pwlact.pwl import PWL, breakpoints_of, make_pwl
from pwlact.search import Problem
from pwlact.search.codes.rounded import rounded_after
from pwlact.search.codes.rounding_kernels import KernelFormat, kernel_format
from pwlact.search.codes.squares import least_squares, smallest_squares
from pwlact.search.codes.table_rows import TableRows, build_unit
from pwlact.search.evaluators import make_evaluator
from pwlact.search.methods.dp import DpConfig, search
from pwlact.search.problem import OBJECTIVES

REACHED = {("gelu", 8): 2.8e-5, ("gelu", 16): 3.3e-6, ("exp", 8): 1.2e-5, ("exp", 16): 4.9e-6}


def best_by_trying(
    x: Array, y: Array, possible: list[int], slopes: Array, levels: Array, pieces: int, outer: tuple[Line | None, ...]
) -> float:
    """Return the least mean square error over every partition and every line of codes."""
    lines = (slopes[:, None, None] * x + levels[None, :, None] - y) ** 2
    lines = lines.reshape(-1, x.size)
    least = np.inf
    for ends in combinations(possible, pieces + 1):
        if (outer[0] is None and ends[0] != 0) or (outer[1] is None and ends[-1] != x.size):
            continue
        total = sum(float(lines[:, i:j].sum(axis=1).min()) for i, j in pairwise(ends))
        if outer[0] is not None:
            total += float(np.sum((outer[0](x[: ends[0]]) - y[: ends[0]]) ** 2))
        if outer[1] is not None:
            total += float(np.sum((outer[1](x[ends[-1] :]) - y[ends[-1] :]) ** 2))
        least = min(least, total / x.size)
    return least


@pytest.mark.parametrize("outer", [(None, None), (Line(0.0, 0.0), Line(1.0, 0.0)), (Line(0.0, 0.0), None)], ids=str)
@pytest.mark.parametrize("intercept", ["q3.3", "q2.2", "q-1.5"])
def test_no_partition_and_no_codes_have_a_smaller_mean_square(intercept: str, outer: tuple[Line | None, ...]) -> None:
    generator = np.random.default_rng(4)
    for trial in range(6):
        x = np.sort(generator.uniform(-3.0, 3.0, 14))
        y = np.asarray(functions.get("silu")(x)) + generator.normal(0.0, 0.05, x.size)
        format_ = FixedPoint(*(int(part) for part in intercept[1:].split(".")))
        slopes = np.arange(-8, 12) / (4.0 if trial % 2 else 8.0)
        possible = sorted({0, x.size, *generator.choice(x.size, 8).tolist()})
        for pieces in (1, 2, 3):
            found = least_squares(
                x, y, np.array(possible), slopes, kernel_format(format_), pieces, (outer[0], outer[1])
            )
            wanted = best_by_trying(x, y, possible, slopes, format_.decode(format_.codes()), pieces, outer)
            assert found.mse == pytest.approx(wanted, rel=1e-9)
            assert found.mse == pytest.approx(_mse(x, y, found.ends, found.slopes, found.intercepts, outer), rel=1e-9)


def _mse(
    x: Array, y: Array, ends: np.ndarray, slopes: Array, intercepts: Array, outer: tuple[Line | None, ...]
) -> float:
    """Return the mean square error of pieces with their outer lines."""
    k = np.searchsorted(ends, np.arange(x.size), side="right") - 1
    inner = np.clip(k, 0, slopes.size - 1)
    p = slopes[inner] * x + intercepts[inner]
    for outside, line in ((k < 0, outer[0]), (k >= slopes.size, outer[1])):
        if line is not None:
            p = np.where(outside, line(x), p)
    return float(np.mean((p - y) ** 2))


def test_more_pieces_than_starts_are_refused() -> None:
    x = np.arange(4.0)
    grid = KernelFormat(0.25, -4.0, 3.75, 0, 0)
    with pytest.raises(FormatError, match="got 3 for 2; use fewer"):
        least_squares(x, x, np.array([0, 2, 4]), np.array([0.0, 1.0]), grid, 3)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.function}-{table.entries}")
def test_tables_are_better_than_the_published_ones(table: Table) -> None:
    """The first and last entry of gelu are 0 and x."""
    activation = functions.get(table.function)
    low, high = table.interval
    x = np.round(np.arange(round((high - low) / STEP) + 1) * STEP + low, 2)
    y = activation(x)
    scale = 2.0**PLACES
    breakpoints = np.arange(low * scale, high * scale + 1) / scale
    possible = np.unique(np.append(np.searchsorted(x, breakpoints), [0, x.size]))
    codes = FixedPoint(8 - PLACES, PLACES)
    outer = (activation.left_tail, activation.right_tail) if table.function == "gelu" else (None, None)
    inner = table.entries - sum(line is not None for line in outer)
    found = least_squares(x, y, possible, codes.decode(codes.codes()), kernel_format(codes), inner, outer)
    assert found.mse == pytest.approx(_mse(x, y, found.ends, found.slopes, found.intercepts, outer), rel=1e-6)
    assert found.mse <= REACHED[table.function, table.entries] < table.mse
    np.testing.assert_array_equal(found.slopes * scale, np.rint(found.slopes * scale))
    np.testing.assert_array_equal(found.intercepts * scale, np.rint(found.intercepts * scale))


def _continuous(name: str, interval: tuple[float, float], pieces: int) -> PWL:
    """Return the real numbers' PWL of about the least mean square error."""
    activation = functions.get(name)
    problem = Problem(activation=activation, interval=interval, segments=pieces, objective=OBJECTIVES["mse"])
    points = search(make_evaluator(problem), DpConfig(starts=0, rounds=1), 0).points
    breakpoints = breakpoints_of(points, interval)
    fitted = lstsq_batch(sample(activation, interval), breakpoints[None]).values[0]
    return make_pwl(activation, breakpoints, fitted)


@pytest.mark.parametrize("name", ["silu", "sigmoid", "exp"])
@pytest.mark.parametrize("pieces", [4, 8, 16])
def test_is_never_worse_than_rounding_after(pieces: int, name: str) -> None:
    interval = (-4.0, 0.0) if name == "exp" else (-4.0, 4.0)
    pwl = _continuous(name, interval, pieces)
    for formats in (("q3.7",), ("q3.7", "q2.6", "q4.8", "q3.7"), ("q3.9", "q2.7", "q4.11", "q3.9")):
        for kind in ({}, {"address_bits": 7}, {"shift_terms": 2}):
            grid = grid_of(name, interval, *formats, **kind)

            def mse(found: TableRows, grid=grid) -> float:  # type: ignore[no-untyped-def]
                return unit_report(build_unit(grid, found), grid.activation, interval).errors.mse

            assert mse(smallest_squares(grid, pieces)) <= mse(rounded_after(grid, pwl)), (formats, kind)


@pytest.mark.parametrize(
    "kind", [{}, {"arithmetic": "separate"}, {"symmetry": Symmetry.GATED}, {"address_bits": 5}], ids=str
)
@pytest.mark.parametrize("formats", [("q3.5",), ("q3.5", "q2.3", "q4.4", "q3.5")], ids=str)
def test_is_a_local_optimum_of_the_units_own_mean_square(formats: tuple[str, ...], kind: dict[str, object]) -> None:
    """No coefficient's next code does better on the side that the table holds."""
    grid = grid_of("silu", (-3.0, 3.0), *formats, **kind)
    found = smallest_squares(grid, 4)
    assert np.all(np.diff(found.starts) > 0)
    assert (found.starts[0], found.starts[-1]) == (0, grid.size)
    codes = np.asarray(grid.spec.input.from_order(grid.order_keys))

    def mse(slopes: Array, intercepts: Array) -> float:
        unit = build_unit(grid, TableRows(starts=found.starts, slopes=slopes, intercepts=intercepts))
        return float(np.mean((grid.spec.output.decode(unit(codes)) - grid.y) ** 2))

    best = mse(found.slopes, found.intercepts)
    for k in range(4):
        for turn in (-1, 1):
            near = found.intercepts.copy()
            near[k] += turn * grid.spec.intercept.ulp(0.0)
            assert best <= mse(found.slopes, near) + 1e-15
            at = int(np.searchsorted(grid.slopes, found.slopes[k])) + turn
            if 0 <= at < grid.slopes.size:
                steep = found.slopes.copy()
                steep[k] = grid.slopes[at]
                assert best <= mse(steep, found.intercepts) + 1e-15


def test_weights_that_prefix_sums_would_lose_are_refused_with_the_reason() -> None:
    grid = grid_of("silu", (-2.0, 2.0), "fp8_e4m3")
    steep = dataclasses.replace(grid, weights=np.where(grid.x == 0.0, 1e9, 1.0) * np.ones((2, 1)))
    with pytest.raises(ConfigError, match=r"at most 1e\+06 times the smallest, got 1e\+09 times; give the weight"):
        smallest_squares(steep, 3)
