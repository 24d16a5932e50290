"""A method runs the function for the evaluator's kind, and refuses a kind that it does not serve."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact import functions
from pwlact.errors import ConfigError, FormatError
from pwlact.search import Evaluator, Problem, make_evaluator
from pwlact.search.codes.cover import smallest_cover
from pwlact.search.evaluators import make_unit_evaluator
from pwlact.search.methods import METHODS, Method, Placement, evaluate
from pwlact.settings.unit import UnitChoice, unit_spec

PROBLEM = Problem(activation=functions.get("silu"), interval=(-8, 8), segments=3)
UNIT_PROBLEM = Problem(
    activation=functions.get("silu"), interval=(-8, 8), segments=3, spec=unit_spec("q4.8", UnitChoice())
)


def _at(*points: float):
    return lambda _evaluator, _config, _seed: Placement(points=np.array(points), evaluations=0)


def _method(**served: object) -> Method:
    return Method(name="one", title="", config=object, **{"search_reals": None, "search_codes": None} | served)


def _search(method: Method, evaluator: Evaluator) -> list[float]:
    return method.search(evaluator, method.config(), 0).points.tolist()


def test_each_kind_of_problem_has_its_function() -> None:
    method = _method(search_reals=_at(-1.0, 1.0), search_codes=_at(-2.0, 2.0))
    assert _search(method, make_evaluator(PROBLEM)) == [-1.0, 1.0]
    assert _search(method, make_evaluator(UNIT_PROBLEM)) == [-2.0, 2.0]


@pytest.mark.parametrize(
    ("served", "problem", "kind"), [("search_reals", UNIT_PROBLEM, "units"), ("search_codes", PROBLEM, "real numbers")]
)
def test_refuses_problems_of_a_kind_that_it_does_not_serve(served: str, problem: Problem, kind: str) -> None:
    with pytest.raises(ConfigError, match=f"got 'one', which does not serve {kind}.*; try another"):
        _search(_method(**{served: _at(0.0)}), make_evaluator(problem))


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_every_listed_method_but_tube_serves_both_kinds(method: Method) -> None:
    assert method.search_reals is not None
    assert (method.search_codes is None) == (method.name == "tube")  # separate lines in real numbers are its start


def test_given_values_and_table_rows_are_measured_as_they_are() -> None:
    points, values = np.array([-1.0, 1.0]), np.array([0.0, -0.2, 0.8, 8.0])
    real = evaluate(make_evaluator(PROBLEM), Placement(points=points, values=values, evaluations=0))
    assert real.pwl.values.tolist() == values.tolist()
    evaluator = make_unit_evaluator(UNIT_PROBLEM)
    rows = smallest_cover(evaluator.grid, 3)
    found = evaluate(evaluator, Placement(points=points, table_rows=rows, evaluations=0))
    assert found.objective == evaluator.measure(rows).objective
    with pytest.raises(FormatError, match="add --format"):
        evaluate(make_evaluator(PROBLEM), Placement(points=points, table_rows=rows, evaluations=0))
