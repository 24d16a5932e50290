"""Exact figures of lines that need not join: against dense samples, and where the value moves against the function."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact import functions
from pwlact.errors import FunctionError
from pwlact.studies.audit_reals import joined, parts_of, rows_of, seams_of, whole_errors
from pwlact.tables import Table


def drawn(seed: int, pieces: int) -> Table:
    rng = np.random.default_rng(seed)
    return Table(
        breakpoints=np.sort(rng.uniform(-5.0, 5.0, pieces - 1)),
        slopes=rng.normal(0.3, 0.4, pieces),
        intercepts=rng.normal(0.2, 0.5, pieces),
    )


@pytest.mark.parametrize("name", ["sigmoid", "gelu", "elu", "hardswish", "mish"])
@pytest.mark.parametrize("pieces", [1, 2, 7])
def test_errors_are_those_of_dense_samples(name: str, pieces: int) -> None:
    activation, table, interval = functions.get(name), drawn(pieces, pieces), (-4.0, 4.5)
    parts = parts_of(table, activation, interval)
    errors, worst = whole_errors(activation, parts)
    x = np.linspace(*interval, 400_001)
    off = np.abs(table(x) - activation(x))
    assert errors.max >= off.max() - 1e-12
    assert errors.max == pytest.approx(off.max(), rel=1e-4)
    assert errors.mean == pytest.approx(off.mean(), rel=1e-4)
    assert errors.mse == pytest.approx((off**2).mean(), rel=1e-4)
    near = [worst, np.nextafter(worst, -np.inf)]
    assert max(abs(table(np.array(near)) - activation(np.array(near)))) == pytest.approx(errors.max, rel=1e-9)
    rows = rows_of(activation, parts)
    assert max(row.max_error for row in rows) == errors.max
    for row in rows:
        inside = (x > row.begin) & (x < row.end)
        assert row.max_error == pytest.approx(off[inside].max(initial=row.max_error * 0.999), rel=2e-3)
        assert row.begin <= row.at <= row.end


def test_pieces_outside_the_range_are_no_rows() -> None:
    table = Table(breakpoints=np.array([-1.0, 1.0, 2.0]), slopes=np.zeros(4), intercepts=np.arange(4.0))
    parts = parts_of(table, functions.get("tanh"), (-1.0, 2.0))
    assert parts.ends.tolist() == [-1.0, 1.0, 2.0]
    assert parts.jumps.tolist() == [1.0]


def test_a_function_whose_squares_are_no_doubles_is_refused() -> None:
    with pytest.raises(FunctionError, match=r"finite and within 1e\+150 on the range, got .* at x = .*; narrow"):
        parts_of(drawn(1, 3), functions.get("exp"), (-700.0, 700.0))


def test_seams_are_the_steps_to_the_outside() -> None:
    table = Table(breakpoints=np.array([-1.0, 2.0]), slopes=np.array([0.0, 1.0, 0.0]), intercepts=np.array([3, 0, 2.5]))
    assert seams_of(table, (-1.0, 2.0)) == (4.0, 0.5)
    assert seams_of(table, (-0.5, 1.0)) == (0.0, 0.0)


def test_lines_join_up_to_rounding() -> None:
    table = Table(
        breakpoints=np.array([0.1]), slopes=np.array([0.3, 0.7]), intercepts=np.array([0.0, 0.3 * 0.1 - 0.07])
    )
    parts = parts_of(table, functions.get("silu"), (-1.0, 1.0))
    assert joined(parts)
    assert not joined(parts, 0.1)
    apart = Table(breakpoints=np.array([0.1]), slopes=np.array([0.3, 0.7]), intercepts=np.array([0.0, -0.0401]))
    assert not joined(parts_of(apart, functions.get("silu"), (-1.0, 1.0)))


@pytest.mark.parametrize(
    ("name", "slopes", "intercepts", "reversals", "at"),
    [
        ("tanh", [0.5, 0.5], [0.0, 0.0], [0, 0], [None, None]),
        ("tanh", [0.5, -0.5], [0.0, 0.0], [0, 1], [None, 0.0]),
        ("tanh", [0.5, 0.5], [0.0, -0.1], [0, 1], [None, 0.0]),
        ("tanh", [0.0, 0.0], [0.0, 0.1], [0, 0], [None, None]),
        ("silu", [-0.05, 0.5], [0.0, 0.0], [1, 0], [-1.2784645, None]),
        ("tanh", [-1.0, -1.0], [0.0, -1.0], [1, 2], [-4.0, 0.0]),
    ],
)
def test_reversals_are_counted_in_the_row_where_they_begin(name, slopes, intercepts, reversals, at) -> None:
    activation = functions.get(name)
    table = Table(breakpoints=np.array([0.0]), slopes=np.array(slopes), intercepts=np.array(intercepts))
    rows = rows_of(activation, parts_of(table, activation, (-4.0, 4.0)))
    assert [row.reversals for row in rows] == reversals
    assert [row.reversed_at for row in rows] == [None if x is None else pytest.approx(x) for x in at]
