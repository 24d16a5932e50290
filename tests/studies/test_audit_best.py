"""The best with as many lines: that of the exact search, linked or separate, whole or half."""

from __future__ import annotations

import numpy as np
import pytest

import pwlact
from pwlact import functions
from pwlact.errors import BreakpointError
from pwlact.studies.audit_best import best_of
from pwlact.studies.audit_reals import parts_of, rows_of
from pwlact.tables.lines import lines_through


@pytest.mark.parametrize("name", ["gelu", "sigmoid", "exp"])
def test_the_best_are_those_of_the_exact_search(name: str) -> None:
    activation, b = functions.get(name), np.linspace(-4.0, 2.0, 6)
    result = pwlact.approximate(name, segments=5, interval=(-4, 2))
    parts = parts_of(lines_through(b, activation(b)), activation, (-4.0, 2.0))
    rows = rows_of(activation, parts)
    linked, separate = (best_of(activation, parts, rows, join, False) for join in (True, False))
    assert linked.found == pytest.approx(result.errors.exact.max, rel=1e-6)
    assert linked.bound == pytest.approx(result.lower_bound, rel=1e-9)
    assert separate.found == pytest.approx(result.to_json()["cover_bound"], rel=1e-6)
    assert separate.bound <= separate.found <= linked.found
    assert separate.kept == max(row.possible for row in rows)
    same = pwlact.approximate(name, points=b[1:-1], interval=(-4, 2), fit="minimax", objective="max")
    assert linked.kept == pytest.approx(same.errors.exact.max, rel=1e-6)
    worst = max(row.max_error for row in rows)
    for best, join in ((linked, True), (separate, False)):
        assert best.enough <= 5
        fewer = pwlact.approximate(name, segments=best.enough - 1, interval=(-4, 2))
        bound = fewer.lower_bound if join else fewer.to_json()["cover_bound"]
        assert bound > worst


def test_half_a_table_goes_through_the_centre() -> None:
    activation, b = functions.get("tanh"), np.array([0.0, 1.0, 4.0])
    parts = parts_of(lines_through(b, np.tanh(b)), activation, (0.0, 4.0))
    best = best_of(activation, parts, rows_of(activation, parts), True, True)
    whole = pwlact.approximate("tanh", segments=4, interval=(-4, 4))
    assert best.found == pytest.approx(whole.errors.exact.max, rel=1e-6)


def test_more_lines_than_the_range_can_hold_are_refused() -> None:
    activation, b = functions.get("tanh"), np.linspace(0.0, 0.1, 1001)
    parts = parts_of(lines_through(b, np.tanh(b)), activation, (0.0, 0.1))
    with pytest.raises(BreakpointError, match="holds at most"):
        best_of(activation, parts, (), False, False)
