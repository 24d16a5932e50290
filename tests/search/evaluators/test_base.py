"""What all evaluators share: rows that cannot be fitted are infinite, and the text says what is evaluated."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact import functions
from pwlact.errors import BreakpointError
from pwlact.search import Problem, make_evaluator
from pwlact.search.problem import objective_named
from pwlact.settings.unit import UnitChoice, unit_spec

FORMATS = (None, "q4.8", "fp16")


def _problem(text: str | None, segments: int = 3) -> Problem:
    spec = None if text is None else unit_spec(text, UnitChoice())
    activation = functions.get("gelu_tanh")
    return Problem(
        activation=activation,
        interval=(-8, 8),
        segments=segments,
        objective=objective_named("paper", spec),
        spec=spec,
    )


@pytest.mark.parametrize("text", FORMATS)
def test_rows_do_not_disturb_each_other(text: str | None) -> None:
    evaluator = make_evaluator(_problem(text))
    good, crowded, unsorted = [-1.0, 1.0], [0.0, 0.0015], [1.0, -1.0]
    beyond, unknown = [-9.0, 0.0], [np.nan, 0.0]
    rows = np.array([good, crowded, good, unsorted, beyond, unknown])
    objectives = evaluator.objectives(rows)
    assert np.isfinite(objectives).tolist() == [True, False, True, False, False, False]
    assert objectives[0] == objectives[2] == evaluator.objectives(np.array([good]))[0]
    assert np.all(np.isinf(evaluator.objectives(rows[1:2])))


@pytest.mark.parametrize("text", FORMATS)
def test_no_points_are_one_line(text: str | None) -> None:
    evaluator = make_evaluator(_problem(text, 1))
    assert evaluator.objectives(np.empty((2, 0))).shape == (2,)
    assert evaluator.candidate(np.empty(0)).pwl.segments == 1


@pytest.mark.parametrize("text", FORMATS)
@pytest.mark.parametrize("points", [[1.0, -1.0], [0.0, 0.0], [-9.0, 0.0], [0.0, 8.0], [0.0, np.nan]])
def test_refuses_points_that_do_not_ascend_inside_the_range(text: str | None, points: list[float]) -> None:
    with pytest.raises(BreakpointError):
        make_evaluator(_problem(text)).candidate(np.array(points))


@pytest.mark.parametrize(
    ("text", "kind", "size"),
    [
        (None, "RealEvaluator", "samples: 16001, 0.001 apart"),
        ("q4.8", "UnitEvaluator", "input codes: 4096 in the range"),
    ],
)
def test_the_repr_says_kind_problem_and_number_of_inputs(text: str | None, kind: str, size: str) -> None:
    lines = repr(make_evaluator(_problem(text))).splitlines()
    assert lines[0] == f"{kind}: gelu_tanh on [-8, 8], 3 segments"
    assert lines[1].startswith("  fit: lstsq, objective: 0.2 mean + 0.8 max")
    assert lines[-1] == f"  {size}"
    assert len(lines) == (3 if text is None else 4)
