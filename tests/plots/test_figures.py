"""Every figure on every case: drawn without a warning, all of it on the canvas, no text upon another."""

from __future__ import annotations

import dataclasses
import itertools
import warnings
from collections.abc import Callable

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import TransformedBbox

from pwlact import functions
from pwlact.functions import Activation
from pwlact.metrics import Errors
from pwlact.plots import FIGURES, comparison, frontier, several
from pwlact.search.problem import Problem
from pwlact.search.result import Result
from pwlact.studies import comparison_record as compared
from pwlact.studies import frontier as traced

Maker = Callable[[str], Result]

TOUCH = 1.0  # pixels by which boxes of text, which have some air about them, may overlap


def hidden_ticks(figure: Figure) -> set[int]:
    """Return the identities of tick labels beyond their axis' limits, which are not drawn."""
    hidden = set()
    for axes in figure.axes:
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                margin = 1e-9 * (high - low)
                if not low - margin <= tick.get_loc() <= high + margin:
                    hidden |= {id(tick.label1), id(tick.label2)}
    return hidden


def check(figure: Figure) -> None:
    """Assert that the figure's texts lie within the canvas and apart from each other."""
    figure.draw_without_rendering()  # lays it out as savefig does
    hidden = hidden_ticks(figure)
    shown = [
        (text.get_text(), text.get_window_extent())
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden
    ]
    canvas = figure.bbox
    everything = ("everything", TransformedBbox(figure.get_tightbbox(), figure.dpi_scale_trans))
    for name, box in (*shown, everything):
        sticking_out = max(canvas.x0 - box.x0, canvas.y0 - box.y0, box.x1 - canvas.x1, box.y1 - canvas.y1)
        assert sticking_out <= TOUCH, name
    for (first, a), (second, b) in itertools.combinations(shown, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= TOUCH or high <= TOUCH, (first, second)


@pytest.mark.parametrize("kind", FIGURES)
def test_figure_is_clean(make: Maker, case: str, kind: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check(FIGURES[kind](make(case)))


@pytest.mark.parametrize("count", [1, 4, 7])
def test_several_is_clean(make: Maker, count: int) -> None:
    cases = itertools.cycle(["paper", "one segment", "kinks", "one-sided", "expression 16", "gelu 64", "constant"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = several([make(case) for case in itertools.islice(cases, count)])
        check(figure)
    assert len(figure.axes) == count


LONG = functions.from_expression("x*tanh(log(1+exp(x))) + 0.1*sin(3*x)*exp(-x**2/8) + 0.05*cos(5*x)")


def _compared(values: list[float | None], bound: float | None, activation: Activation) -> compared.Comparison:
    kinds = itertools.cycle(["method", "agent", "closed form"])
    rows = tuple(
        compared.Row(
            name=f"method number {i}",
            kind=next(kinds),
            errors=None if value is None else Errors(max=value, mean=value, mse=value),
            objective=value,
            gap=value / bound - 1 if value is not None and bound else None,
        )
        for i, value in enumerate(values)
    )
    problem = Problem(activation=activation, interval=activation.interval, segments=9)
    return compared.Comparison(problem=problem, objective="paper", lower_bound=bound, rows=rows)


@pytest.mark.parametrize(
    ("values", "bound"),
    [([0.007, 0.0072, 0.01, 0.3], 0.007), ([0.1], None), ([0.1, 0.1], 0.0999), ([0.0, None], 0.0), ([None], None),
     ([], 1.0), ([3e-9, 2e-8, 1e-3, 5.0], 1e-9), ([0.02 * 1.1**k for k in range(20)], 0.001)],
)  # fmt: skip
@pytest.mark.parametrize("activation", [functions.get("gelu"), LONG], ids=["gelu", "expression"])
def test_comparison_is_clean(values: list[float | None], bound: float | None, activation: Activation) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = comparison(_compared(values, bound, activation))
        check(figure)
    axes = figure.axes[0]
    assert [bar.get_x() + bar.get_width() for bar in axes.patches] == pytest.approx([v for v in values if v])
    shown = {text.get_text() for text in axes.texts}
    assert any("lower bound" in text for text in shown) == bool(bound)


def _traced(counts: tuple[int, ...], methods: int, value: float | None, constant: float) -> traced.Frontier:
    rows = tuple(
        traced.Row(
            method=f"method number {i}",
            segments=count,
            objective=None if value is None else (i + 1) * value / count**2,
            lower_bound=None,
            gap=None,
            seconds=1.0,
        )
        for count in counts
        for i in range(methods)
    )
    problem = Problem(activation=LONG, interval=LONG.interval, segments=9)
    return traced.Frontier(
        problem=problem,
        objective="max",
        counts=counts,
        lower_bounds=tuple(None if value is None else 0.9 * value / count**2 for count in counts),
        rows=rows,
        constant=constant,
        order=2,
        fewest=(),
    )


@pytest.mark.parametrize("counts", [(2, 4, 8, 16, 32, 64), (9,), tuple(range(1, 65)), (12, 13, 14), (1, 1000)])
@pytest.mark.parametrize(
    ("methods", "value", "constant"), [(3, 0.5, 0.5), (8, 0.5, 0.0), (1, 0.0, 0.0), (2, None, 0.5)]
)
def test_frontier_is_clean(counts: tuple[int, ...], methods: int, value: float | None, constant: float) -> None:
    found = _traced(counts, methods, value, constant)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = frontier(found)
        check(figure)
        if constant:
            check(frontier(dataclasses.replace(found, objective="mse", order=4)))
    drawn = {str(line.get_label()): line.get_ydata() for line in figure.axes[0].lines}
    assert "lower bound" in drawn
    assert any(name.startswith("asymptote") for name in drawn) == bool(constant)
    if value:
        assert list(drawn["method number 0"]) == pytest.approx([value / count**2 for count in counts])
