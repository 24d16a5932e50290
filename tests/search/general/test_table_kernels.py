"""Errors of lines, and where pieces of equal error end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact._jit import kernel
from pwlact._types import Array
from pwlact.fit import sample
from pwlact.functions import get
from pwlact.search.general.table_kernels import INSIDE, LEVEL_RATIO, line_error
from pwlact.search.general.tables import tables_of

SAMPLES = sample(get("silu"), (-8.0, 8.0))


@kernel
def _line_error(columns: Array, a: float, b: float, squares: bool) -> float:
    return line_error(columns, a, b, squares, np.empty((3, INSIDE + 2)))


@given(st.floats(0.0, 0.9), st.floats(0.05, 1.0))
def test_a_line_of_least_squares_misses_as_numpy_says(a: float, width: float) -> None:
    columns = tables_of(SAMPLES, (), None, True).columns[0]
    u = np.linspace(a, min(a + width, 1.0), INSIDE + 2)
    nodes = np.linspace(0.0, 1.0, columns.shape[0])
    t, y = np.interp(u, nodes, columns[:, 0]), np.interp(u, nodes, columns[:, 1])
    # Weights whose sums equal those of the trapezoids, each of which counts its two ends alike.
    weights = np.convolve(np.diff(t), (1.0, 1.0))
    line = np.polynomial.Polynomial.fit(t, y, 1, w=np.sqrt(weights))
    assert _line_error(columns, u[0], u[-1], True) == pytest.approx(np.abs(y - line(t)).max(), rel=1e-5, abs=1e-9)


def test_the_best_line_on_a_parabola_misses_by_a_sixteenth() -> None:
    columns = tables_of(sample(lambda x: x**2, (0.0, 1.0)), (), None, False).columns[0]
    # f without its chord, scaled to a spread of 1: 4 t (1 - t), whose best line misses by h^2 / 2.
    assert _line_error(columns, 0.25, 0.75, False) == pytest.approx(0.5 * 0.5**2, rel=1e-3)


# The error of least squares may fall for a while as a piece grows.
@pytest.mark.parametrize(("squares", "part"), [(True, 0.3), (False, 0.1)])
def test_pieces_end_where_their_error_is_that_of_the_level(squares: bool, part: float) -> None:
    tables = tables_of(SAMPLES, (), None, squares)
    for level in (4, 10, 16):
        for i in (0, 100, 300):
            end = float(tables.ends[0, level, i])
            u = i / (tables.ends.shape[2] - 1)
            error = tables.whole[0] * LEVEL_RATIO**level
            assert end == 1.0 or _line_error(tables.columns[0], u, end, squares) == pytest.approx(error, rel=part)


def test_counts_say_how_many_pieces_reach_the_end() -> None:
    tables = tables_of(SAMPLES, (), None, False)
    assert tables.counts[0, 0, 0] == pytest.approx(1.0)
    assert np.all(np.diff(tables.counts[0, :, 0]) >= -1e-6)  # a smaller error takes more pieces
    stops = np.linspace(0.0, 1.0, tables.ends.shape[2])
    for level in (6, 12, 20):
        u, count = 0.0, 0
        while u < 1.0:
            u, count = float(np.interp(u, stops, tables.ends[0, level])), count + 1
        assert count - 1.001 <= tables.counts[0, level, 0] <= count + 0.001
