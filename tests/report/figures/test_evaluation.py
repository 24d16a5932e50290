"""The figure of an evaluation: a view for each format and measure, a line for each method."""

from __future__ import annotations

from plotly_figures import check, trace
from tables_of_networks import evaluated

from pwlact.report.figures.evaluation import evaluation_figure


def test_each_format_has_a_view_of_divergence_and_of_score() -> None:
    found = evaluated()
    figure = evaluation_figure(found)
    check(figure)
    views = figure["layout"]["meta"]["views"]
    assert list(views) == ["KL, float", "accuracy, float", "KL, q3.5", "accuracy, q3.5"]
    for view in views.values():
        check(view)
    line = trace(views["KL, q3.5"], "minimax")
    rows = found.of("minimax", "q3.5")
    assert line["x"] == [row.segments for row in rows]
    assert line["y"] == [row.measured.divergence.value for row in rows if row.measured is not None]


def test_the_exact_network_and_the_exact_rounded_function_are_levels() -> None:
    views = evaluation_figure(evaluated())["layout"]["meta"]["views"]
    names = {name: {one["name"] for one in view["data"]} for name, view in views.items()}
    assert {"exact", "exact, rounded"} <= names["accuracy, q3.5"]
    assert "exact, rounded" not in names["KL, float"]


def test_intervals_stand_about_their_values() -> None:
    for view in evaluation_figure(evaluated())["layout"]["meta"]["views"].values():
        for line in view["data"]:
            if "error_y" in line:
                assert min(*line["error_y"]["array"], *line["error_y"]["arrayminus"]) >= 0.0
