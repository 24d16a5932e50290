"""Labels that do not overlap, and the text of numbers and lines."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import Maker

from pwlact.plots.labels import line_texts, row, spread, x_texts
from pwlact.plots.style import new_figure
from pwlact.search.pieces import pieces_of


def test_spread_keeps_order_gap_and_bounds() -> None:
    positions = spread([0.5, 0.5, 0.5, 0.51, 0.99, 1.0], 0.1, 0.05, 0.95)
    assert np.all(np.diff(positions) >= 0.1 - 1e-12)
    assert positions[0] >= 0.05
    assert positions[-1] <= 0.95 + 1e-12
    np.testing.assert_array_equal(spread([0.2, 0.8], 0.1, 0.0, 1.0), [0.2, 0.8])


def test_equations_beyond_a_legend_are_in_powers_of_ten(make: Maker) -> None:
    assert all(len(text) < 30 for text in line_texts(pieces_of(make("steep"))))
    assert line_texts(pieces_of(make("constant")))[1] == "0.0000 x + 3.0000"


@pytest.mark.parametrize(("count", "kept"), [(0, 0), (3, 3), (40, 40), (500, 60)])
def test_a_row_leaves_labels_out_only_where_upright_ones_do_not_fit(count: int, kept: int) -> None:
    axes = new_figure().add_subplot()
    shown = row(axes, np.linspace(0, 1, count), ["-1.234"] * count)
    indices, positions = [i for i, _ in shown], [position for _, position in shown]
    assert len(shown) >= min(count, kept)
    assert indices == sorted(set(indices))
    assert positions == sorted(positions)


@pytest.mark.parametrize(("width", "text"), [(16, "0.123"), (0.01, "0.123457"), (1e-9, "0.123456789000"), (1e6, "0")])
def test_places_have_the_decimals_that_a_range_needs(width: float, text: str) -> None:
    assert x_texts([0.123456789], width) == [text]
