"""All methods on one problem: a dot each."""

from __future__ import annotations

import dataclasses
import itertools
import warnings

import pytest
from drawn import check_texts

from pwlact import functions
from pwlact.fit.density import density_of
from pwlact.functions import Activation
from pwlact.metrics import Errors
from pwlact.plots import comparison
from pwlact.search.problem import ObjectiveName, Problem
from pwlact.studies import comparison_record as compared

LONG = functions.from_expression("x*tanh(log(1+exp(x))) + 0.1*sin(3*x)*exp(-x**2/8) + 0.05*cos(5*x)")


def _compared(values: list[float | None], bound: float | None, activation: Activation) -> compared.Comparison:
    kinds = itertools.cycle(["method", "agent", "closed form"])
    rows = tuple(
        compared.ComparisonRow(
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
def test_dots_are_the_objectives_and_texts_do_not_overlap(
    values: list[float | None], bound: float | None, activation: Activation
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = comparison(_compared(values, bound, activation))
        check_texts(figure)
    axes = figure.axes[0]
    dots = [line.get_xydata().tolist() for line in axes.lines if line.get_marker() == "o"]
    assert dots == [[[value, position]] for position, value in enumerate(values) if value]
    assert not axes.patches  # a bar has no length on a logarithmic axis
    shown = {text.get_text() for text in axes.texts}
    assert any("lower bound" in text for text in shown) == bool(bound)


@pytest.mark.parametrize(
    ("objective", "label"),
    [
        ("paper", "0.2 mean (weighted by normal:0,1) + 0.8 maximum error"),
        ("max", "maximum error"),
        ("mse", "mean square error (weighted by normal:0,1)"),
    ],
)
def test_a_density_is_named_at_the_mean_that_it_weights(objective: ObjectiveName, label: str) -> None:
    table = _compared([0.1], None, functions.get("gelu"))
    problem = dataclasses.replace(table.problem, density=density_of("normal:0,1"))
    (axes,) = comparison(dataclasses.replace(table, problem=problem, objective=objective)).axes
    assert axes.get_xlabel() == label
