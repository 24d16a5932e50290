"""Random search and its draws: what is drawn obeys the rules, and the histogram tells all of it."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.search import Evaluator, Problem, make_evaluator
from pwlact.search.methods.random_search import RandomConfig, search

Kind = Literal["continuous", "grid", "mirrored"]


def _evaluator(name: str, segments: int, interval: tuple[float, float] = (-8, 8)) -> Evaluator:
    return make_evaluator(Problem(activation=functions.get(name), interval=interval, segments=segments))


@pytest.mark.parametrize("kind", ["continuous", "grid", "mirrored"])
def test_the_histogram_adds_up_and_holds_the_best(kind: Kind) -> None:
    evaluator = _evaluator("gelu_tanh", 9)
    found = search(evaluator, RandomConfig(trials=5000, kind=kind), 0)
    histogram = found.details["histogram"]
    assert sum(histogram["counts"]) == found.evaluations == 5000
    assert len(histogram["edges"]) == len(histogram["counts"]) + 1
    best = 1 / (evaluator.objectives(found.points[None, :])[0] + 1e-4)
    assert histogram["edges"][-1] == pytest.approx(best, rel=1e-12)


def test_the_seed_decides_and_more_trials_are_no_worse() -> None:
    evaluator = _evaluator("sigmoid", 6)
    a, b, c = (search(evaluator, RandomConfig(trials=300), seed) for seed in (1, 1, 2))
    assert np.array_equal(a.points, b.points)
    assert a.details == b.details
    assert not np.array_equal(a.points, c.points)
    more = search(evaluator, RandomConfig(trials=5000), 1)
    assert evaluator.objectives(more.points[None, :])[0] <= evaluator.objectives(a.points[None, :])[0]


def test_a_line_has_nothing_to_draw() -> None:
    found = search(_evaluator("silu", 1), RandomConfig(trials=100), 0)
    assert found.points.shape == (0,)
    assert sum(found.details["histogram"]["counts"]) == 100


@pytest.mark.parametrize(
    ("name", "interval", "kind"),
    [("silu", (-8.0, 7.0), "mirrored"), ("mish", (-8.0, 8.0), "mirrored"), ("silu", (0.0, 0.05), "grid")],
)
def test_refuses_what_does_not_suit_the_problem(name: str, interval: tuple[float, float], kind: Kind) -> None:
    with pytest.raises(ConfigError, match=r", got .*[;] (try|choose)"):
        search(_evaluator(name, 9, interval), RandomConfig(trials=10, kind=kind), 0)


@pytest.mark.parametrize("settings", [{"trials": 0}, {"step": 0.0}, {"step": float("nan")}])
def test_refuses_bad_settings(settings: dict[str, float]) -> None:
    with pytest.raises(ConfigError):
        RandomConfig(**settings)  # type: ignore[arg-type]
