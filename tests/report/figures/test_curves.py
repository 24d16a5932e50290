"""The figure of function and error: what plotly accepts, on one axis, with each piece's equation."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import Maker
from plotly_figures import array, check, trace

from pwlact.report.figures.curves import curves_figure, equation
from pwlact.report.figures.samples import samples_of
from pwlact.search.pieces import pieces_of


def test_plotly_knows_the_figure(make: Maker, case: str) -> None:
    check(curves_figure(make(case)))


def test_all_that_is_drawn_shares_one_axis_of_x(make: Maker, case: str) -> None:
    figure = curves_figure(make(case))
    assert all("xaxis" not in drawn for drawn in figure["data"])
    assert {drawn.get("yaxis", "y") for drawn in figure["data"]} >= {"y", "y2"}


def test_a_piece_says_its_equation_where_the_pointer_is(make: Maker) -> None:
    result = make("paper")
    texts = trace(curves_figure(result), "approximation")["text"]
    lines = [piece.line for piece in pieces_of(result).inside]
    assert texts == [f"{k + 1}: {equation(*lines[k])}" for k in samples_of(result, pieces_of(result)).piece]


def test_hairs_stand_at_every_breakpoint(make: Maker, case: str) -> None:
    result = make(case)
    hairs = [shape["x0"] for shape in curves_figure(result)["layout"]["shapes"]]
    assert hairs == pieces_of(result).knots.tolist()


def test_a_units_curve_is_its_outputs_at_codes(make: Maker) -> None:
    result = make("float unit")
    drawn = trace(curves_figure(result), "approximation")
    x, y = array(drawn["x"]), array(drawn["y"])
    unit, at = result.unit, ~np.isnan(x)
    assert unit is not None
    np.testing.assert_array_equal(unit.spec.output.decode(unit(unit.spec.input.encode(x[at]))), y[at])


def test_a_density_and_data_have_their_place(make: Maker) -> None:
    assert trace(curves_figure(make("density")), "density of the inputs")["yaxis"] == "y3"
    figure = curves_figure(make("noisy"))
    assert trace(figure, "data")["mode"] == "markers"
    assert trace(figure, "error at the data")["yaxis"] == "y2"
    assert "function" not in [drawn["name"] for drawn in figure["data"]]


def test_a_range_of_decades_has_a_logarithmic_axis(make: Maker) -> None:
    axis = curves_figure(make("pole beyond"))["layout"]["xaxis"]
    assert axis["type"] == "linear"  # 0.01 to 8


@pytest.mark.parametrize(
    ("line", "text"),
    [((0.25, -1.5), "y = 0.25 x - 1.5"), ((1.0, 0.0), "y = 1 x + 0"), ((-2.0, 1e-9), "y = -2 x + 1e-09")],
)
def test_an_equation_has_one_sign_before_its_intercept(line: tuple[float, float], text: str) -> None:
    assert equation(*line) == text
