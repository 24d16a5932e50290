"""The rows of a comparison: what each is measured by, and the bound that it proves."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from pwlact.search.closed_forms import closed_forms
from pwlact.search.evaluators import Evaluator, make_evaluator
from pwlact.search.methods import METHODS, Placement
from pwlact.settings.comparison import CompareConfig
from pwlact.studies.comparison_rows import closed_form_entry, method_entry


def _bounded(evaluator: Evaluator, config: Any, seed: int) -> Placement:
    return dataclasses.replace(METHODS["uniform"].search(evaluator, config, seed), lower_bound=1e-9)


def test_a_method_proves_a_bound_of_its_own_objective_only() -> None:
    evaluator = make_evaluator(CompareConfig(function="silu", segments=3).problem())
    own = dataclasses.replace(METHODS["uniform"], search_reals=_bounded)
    assert method_entry(evaluator, own, 0).bound == 1e-9
    other = method_entry(evaluator, dataclasses.replace(own, objective="mse", any_objective=False), 0)
    assert other.bound is None
    assert other.row.errors is not None
    assert other.row.objective == other.row.errors.max


def test_a_units_row_says_what_rounding_afterwards_gives() -> None:
    evaluator = make_evaluator(CompareConfig(function="silu", segments=4, format="q3.5", range=(-4.0, 4.0)).problem())
    row = method_entry(evaluator, METHODS["minimax"], 0).row
    assert row.rounded_after is not None
    assert row.objective is not None
    assert row.objective <= row.rounded_after


@pytest.mark.parametrize("density", [None, "normal:0,1"])
def test_a_closed_form_is_measured_on_the_grid(density: str | None) -> None:
    evaluator = make_evaluator(CompareConfig(function="sigmoid", density=density, objective="mse").problem())
    form = closed_forms("sigmoid")[0]
    row = closed_form_entry(evaluator, form).row
    off = form.evaluate(evaluator.samples.x) - evaluator.samples.y
    weights = evaluator.weights if evaluator.weights is not None else 1 / off.size
    assert row.kind == "closed form"
    assert row.objective == pytest.approx(float((weights * off**2).sum()), rel=1e-3)


def test_a_unit_with_a_density_is_compared_with_methods_that_know_none() -> None:
    config = CompareConfig(function="silu", segments=4, format="q4.5", density="normal:0,1", objective="mse")
    evaluator = make_evaluator(config.problem())
    objectives = [method_entry(evaluator, METHODS[name], 0).row.objective for name in ("dp", "minimax", "uniform")]
    assert objectives == sorted(objectives, key=lambda value: float("inf") if value is None else value)
    assert None not in objectives
