"""The one evaluator: the quick figure of many point sets and the full record of one agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import activations, ranges, spread_points

from pwlact import functions
from pwlact.errors import BreakpointError
from pwlact.search import Evaluator, Objective, Problem, make_evaluator

PAPER_POINTS = (-5.47387507, -2.51312487, -0.74612505, -0.37654397, -0.0078243, 0.35101769, 0.7172323, 2.58100407)


def _judge(points: int, objective: Objective | None = None) -> Evaluator:
    problem = Problem(
        activation=functions.get("gelu_tanh"),
        interval=(-8, 8),
        segments=points + 1,
        objective=objective or Objective(),
    )
    return make_evaluator(problem)


@given(st.data())
def test_the_batch_and_the_single_judgement_agree(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    points = data.draw(spread_points(interval, most=12))
    evaluator = make_evaluator(Problem(activation=activation, interval=interval, segments=points.size + 1))
    wide = np.diff(np.concatenate(([interval[0]], points, [interval[1]]))).min() > 2.001 * evaluator.samples.step
    quick = float(evaluator.objectives(points[None, :])[0])
    if not wide:
        return
    candidate = evaluator.candidate(points)
    assert candidate.objective == 0.2 * candidate.errors.grid.mean + 0.8 * candidate.errors.grid.max
    scale = float(np.max(np.abs(evaluator.samples.y)))
    assert quick == pytest.approx(candidate.objective, rel=1e-6, abs=1e-11 * max(scale, 1e-300))


def test_published_points_earn_the_published_errors() -> None:
    errors = _judge(8).candidate(np.array(PAPER_POINTS)).errors.grid
    assert errors.max == pytest.approx(0.011362, abs=1e-5)
    assert errors.mean == pytest.approx(0.002157, abs=1e-5)


def test_weights_say_what_counts() -> None:
    points = np.array(PAPER_POINTS)
    for objective, name in ((Objective(mean_weight=1, max_weight=0), "mean"), (Objective(mean_weight=0), "max")):
        candidate = _judge(8, objective).candidate(points)
        weight = objective.mean_weight + objective.max_weight
        assert candidate.objective == pytest.approx(weight * getattr(candidate.errors.grid, name), rel=1e-12)


def test_rows_do_not_disturb_each_other() -> None:
    evaluator = _judge(2)
    good, crowded, unsorted = [-1.0, 1.0], [0.0, 0.0015], [1.0, -1.0]
    beyond, unknown = [-9.0, 0.0], [np.nan, 0.0]
    rows = np.array([good, crowded, good, unsorted, beyond, unknown])
    objectives = evaluator.objectives(rows)
    assert np.isfinite(objectives).tolist() == [True, False, True, False, False, False]
    assert objectives[0] == objectives[2] == evaluator.objectives(np.array([good]))[0]
    assert np.all(np.isinf(evaluator.objectives(rows[1:2])))


def test_no_points_are_a_line() -> None:
    evaluator = _judge(0)
    assert evaluator.objectives(np.empty((2, 0))).shape == (2,)
    assert evaluator.candidate(np.empty(0)).pwl.segments == 1


@pytest.mark.parametrize("points", [[1.0, -1.0], [0.0, 0.0], [-9.0, 0.0], [0.0, 8.0], [0.0, np.nan]])
def test_refuses_bad_points(points: list[float]) -> None:
    with pytest.raises(BreakpointError):
        _judge(2).candidate(np.array(points))
