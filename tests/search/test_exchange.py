"""The smallest weighted maximum error: against brute force on samples, closed forms, and the unweighted search."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pwlact
from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.search.exchange import JOINED


def relative_chord(width: float) -> float:
    """Return the least relative error of a line for exp on a piece: its chord, scaled to equal errors of both signs."""
    slope = np.expm1(width) / width
    top = slope * np.exp(-(slope - 1.0) / slope) - 1.0
    return float(top / (2.0 + top))


@pytest.mark.parametrize(("low", "high", "segments"), [(-8.0, 0.0, 9), (-10.5, 32.0, 64), (0.0, 1.0, 1)])
def test_exp_has_equal_pieces_for_relative_errors(low: float, high: float, segments: int) -> None:
    found = pwlact.approximate(
        "exp", interval=(low, high), segments=segments, objective="relative", weight="relative:1e-30"
    )
    known = relative_chord((high - low) / segments)
    assert found.lower_bound is not None
    assert known * (1.0 - 1e-6) <= found.lower_bound <= known * (1.0 + 1e-9)
    assert known * (1.0 - 1e-9) <= found.objective <= known * (1.0 + 2e-6)
    np.testing.assert_allclose(found.pwl.breakpoints, np.linspace(low, high, segments + 1), atol=2e-3)


@pytest.mark.parametrize("name", ["gelu", "sigmoid", "exp"])
@pytest.mark.parametrize("segments", [2, 5, 9])
def test_a_constant_weight_changes_nothing(name: str, segments: int) -> None:
    plain = pwlact.approximate(name, segments=segments)
    twice = pwlact.approximate(name, segments=segments, objective="max", weight="2 + 1e-30*x")
    assert twice.objective == pytest.approx(2.0 * plain.objective, rel=2e-6)
    assert twice.lower_bound == pytest.approx(2.0 * plain.objective, rel=2e-6)


@pytest.mark.parametrize("weight", ["relative", "ulp:bf16", "ulp:fp16", "1/(abs(x)+0.1)", "exp(-x**2)+0.01"])
@pytest.mark.parametrize("name", ["silu", "tanh", "softplus"])
def test_bound_and_answer_meet_for_every_weight(name: str, weight: str) -> None:
    found = pwlact.approximate(name, segments=7, objective="max", weight=weight, method="minimax")
    assert found.gap is not None
    assert -1e-9 <= found.gap <= 2e-6


def test_a_linear_function_has_no_error() -> None:
    found = pwlact.approximate("3*x - 1", interval=(-2.0, 2.0), segments=3, objective="relative")
    assert found.objective < 1e-8
    assert found.lower_bound == pytest.approx(0.0, abs=1e-8)


def test_more_constraints_never_help() -> None:
    asked: list[dict[str, Any]] = [{}, {"non_negative": True}, {"non_negative": True, "last_piece": 1.0}]
    asked.append({**asked[-1], "monotone": True})
    asked.append({**asked[-1], "through": [(0.0, 0.5)]})
    bounds = [pwlact.approximate("sigmoid", segments=6, **each).objective for each in asked]
    assert bounds == sorted(bounds) or np.all(np.diff(bounds) > -2e-6 * bounds[-1])


def test_constraints_hold_to_the_last_bit() -> None:
    found = pwlact.approximate(
        "sigmoid", segments=7, monotone=True, non_negative=True, last_piece=1.0, through=[(0.0, 0.5), (-3.0, 0.05)]
    )
    assert found.pwl(0.0) == 0.5
    assert found.pwl(-3.0) == 0.05
    assert found.pwl.values.min() >= 0.0
    assert np.all(np.diff(found.pwl.values) >= 0.0)
    assert found.pwl.values[-2:].tolist() == [1.0, 1.0]
    assert found.gap is not None
    assert found.gap < 2e-6


def test_an_answer_is_measured_on_the_whole_range() -> None:
    found = pwlact.approximate("gelu", segments=8, objective="relative")
    x = np.linspace(-8.0, 8.0, 1_000_003)
    y = functions.get("gelu").f(x)
    error = np.abs(found.pwl(x) - y) / np.maximum(np.abs(y), 1e-6)
    assert error.max() == pytest.approx(found.objective, rel=1e-4)


def test_impossible_constraints_are_refused() -> None:
    with pytest.raises(ConfigError, match="constraints must leave an approximation"):
        pwlact.approximate("gelu", segments=1, through=[(-1.0, 0.0), (0.0, 1.0), (1.0, 0.0)])


@pytest.mark.parametrize(
    "asked",
    [
        {"function": "silu", "objective": "relative"},
        {"function": "gelu", "through": [(0, 0)]},
        {"function": "sigmoid", "last_piece": 1.0},
        {"function": "exp", "interval": (-10.5, 32.0), "segments": 64, "objective": "relative"},
    ],
    ids=["relative", "through", "last piece", "64 segments"],
)
def test_rounds_with_joined_walls_meet_the_bound(asked: dict[str, Any]) -> None:
    found = pwlact.approximate(**asked)
    assert found.details["exchanges"] <= JOINED
    assert found.gap is not None
    assert 0.0 <= found.gap <= 2e-6


@pytest.mark.parametrize("asked", [{"objective": "relative"}, {"through": [(0, 0)]}], ids=["relative", "through"])
def test_a_function_that_is_steep_without_bounds_at_an_end_is_measured_there(asked: dict[str, Any]) -> None:
    found = pwlact.approximate("sqrt(x)", interval=(0, 1), **asked)
    x = np.concatenate(([0.0], np.geomspace(1e-20, 1.0, 400_001)))
    weight = 1.0 / np.maximum(np.sqrt(x), 1e-6) if "objective" in asked else 1.0
    assert np.max(weight * np.abs(found.pwl(x) - np.sqrt(x))) <= found.objective * (1.0 + 1e-6)
    assert found.gap is not None
    assert 0.0 <= found.gap <= 2e-6


@pytest.mark.parametrize("name", ["relu", "leaky_relu"])
def test_an_exact_approximation_takes_few_rounds(name: str) -> None:
    found = pwlact.approximate(name, objective="relative")
    assert found.objective == found.lower_bound == 0.0
    assert found.details["exchanges"] <= 3


def test_a_function_well_below_zero_meets_its_bound_where_no_value_may_be_negative() -> None:
    asked: dict[str, Any] = {"interval": (-4.08, 7.92), "segments": 5, "objective": "max", "weight": "1/(abs(x)+0.1)"}
    found = pwlact.approximate("tanh", **asked, monotone=True, non_negative=True)
    x = np.linspace(-4.08, 0.0, 1_000_001)
    assert found.objective == pytest.approx(np.max(-np.tanh(x) / (np.abs(x) + 0.1)), rel=1e-6)
    assert found.lower_bound == pytest.approx(found.objective, rel=1e-6)
