"""Rounding after: every number the nearest code, and never better than a search on codes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from search.codes.brute import possible_starts
from search.codes.kinds import grid_of
from strategies import moved

from pwlact import functions
from pwlact.datapath import fewest_terms, unit_report
from pwlact.functions import Interval
from pwlact.pwl import PWL
from pwlact.search import Problem
from pwlact.search.codes.cover import smallest_cover
from pwlact.search.codes.rounded import rounded_after
from pwlact.search.codes.table_rows import TableRows, build_unit
from pwlact.search.evaluators import make_evaluator
from pwlact.search.methods.minimax import MinimaxConfig, search
from pwlact.search.problem import OBJECTIVES

RANGES: dict[str, Interval] = {name: moved(functions.get(name), (-7.0, 7.0)) for name in functions.names()} | {
    "exp": (-7.0, 0.0),
    "exp2": (-7.0, 0.0),
}


def continuous(name: str, pieces: int) -> PWL:
    """Return the real numbers' PWL of the smallest maximum error."""
    problem = Problem(
        activation=functions.get(name),
        interval=RANGES[name],
        segments=pieces,
        fit="minimax",
        objective=OBJECTIVES["max"],
    )
    evaluator = make_evaluator(problem)
    return evaluator.candidate(search(evaluator, MinimaxConfig(), 0).points).pwl


@pytest.mark.parametrize("kind", [{}, {"address_bits": 6}, {"shift_terms": 2}], ids=str)
def test_every_number_is_the_nearest_code(kind: dict[str, Any]) -> None:
    pwl = continuous("silu", 9)
    grid = grid_of("silu", RANGES["silu"], "q4.6", "q2.5", "q4.7", "q4.6", **kind)
    found = rounded_after(grid, pwl)
    slopes, intercepts = pwl.slopes, pwl.intercepts
    starts = np.array(possible_starts(grid)[:-1])
    kept = 0
    assert found.starts[-1] == grid.size
    near = [int(starts[np.argmin(np.abs(grid.x[starts] - point))]) for point in pwl.points]
    for k, (begin, end) in enumerate(zip([0, *near], [*near, grid.size], strict=True)):
        if begin == end:
            continue
        assert found.starts[kept] == begin
        values = grid.spec.slope.codes()
        if grid.spec.shift_terms:
            values = values[fewest_terms(values) <= grid.spec.shift_terms]
        values = grid.spec.slope.decode(values)
        assert abs(found.slopes[kept] - slopes[k]) == np.min(np.abs(values - slopes[k]))
        levels = grid.spec.intercept.decode(grid.spec.intercept.codes())
        assert abs(found.intercepts[kept] - intercepts[k]) == np.min(np.abs(levels - intercepts[k]))
        kept += 1
    assert kept == found.slopes.size == found.starts.size - 1


def test_points_on_one_code_leave_a_piece_out() -> None:
    pwl = continuous("silu", 12)
    grid = grid_of("silu", RANGES["silu"], "q4.6", address_bits=3)
    found = rounded_after(grid, pwl)
    assert found.slopes.size < 12
    assert np.all(np.diff(found.starts) > 0)


@pytest.mark.parametrize("name", functions.names())
def test_a_search_on_codes_never_loses_to_rounding_after(name: str) -> None:
    kinds: list[tuple[tuple[str, ...], dict[str, Any]]] = [
        (("q5.6",), {}),
        (("q5.6", "q3.6", "q5.10", "q5.6"), {"arithmetic": "separate"}),
        (("q5.6", "q3.4", "q5.6", "q5.6"), {"address_bits": 6}),
        (("q5.7", "q3.7", "q5.9", "q5.7"), {"shift_terms": 2}),
        (("fp8_e4m3",), {}),
        (("e5m8",), {"arithmetic": "separate"}),
        (("e6m5",), {}),
    ]
    for pieces in (4, 9):
        pwl = continuous(name, pieces)
        for formats, kind in kinds if pieces == 9 else kinds[:3]:
            grid = grid_of(name, RANGES[name], *formats, **kind)

            def worst(found: TableRows, grid=grid) -> float:  # type: ignore[no-untyped-def]
                return unit_report(build_unit(grid, found), grid.activation, grid.interval).errors.max

            after = worst(rounded_after(grid, pwl))
            assert worst(smallest_cover(grid, pieces)) <= after * (1.0 + 1e-9), (formats, kind, pieces)
