"""Error against segments."""

from __future__ import annotations

import dataclasses
import warnings

import pytest
from drawn import check_texts

from pwlact import functions
from pwlact.plots import frontier
from pwlact.search.problem import Problem
from pwlact.studies import frontier as traced

LONG = functions.from_expression("x*tanh(log(1+exp(x))) + 0.1*sin(3*x)*exp(-x**2/8) + 0.05*cos(5*x)")


def _traced(counts: tuple[int, ...], methods: int, value: float | None, constant: float) -> traced.Frontier:
    rows = tuple(
        traced.FrontierRow(
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
def test_lines_are_the_objectives_and_texts_do_not_overlap(
    counts: tuple[int, ...], methods: int, value: float | None, constant: float
) -> None:
    found = _traced(counts, methods, value, constant)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = frontier(found)
        check_texts(figure)
        if constant:
            check_texts(frontier(dataclasses.replace(found, objective="mse", order=4)))
    drawn = {str(line.get_label()): line.get_ydata() for line in figure.axes[0].lines}
    assert "lower bound" in drawn
    assert any(name.startswith("asymptote") for name in drawn) == bool(constant)
    if value:
        assert list(drawn["method number 0"]) == pytest.approx([value / count**2 for count in counts])
