"""A problem gets the evaluator of its kind, and the checks of either."""

from __future__ import annotations

import pytest

from pwlact import functions
from pwlact.errors import BreakpointError, FormatError
from pwlact.search import Problem, RealEvaluator, UnitEvaluator, make_evaluator
from pwlact.search.evaluators import make_unit_evaluator, require_unit_evaluator
from pwlact.settings.unit import UnitChoice, unit_spec

Q48 = unit_spec("q4.8", UnitChoice())
SILU = functions.get("silu")


def test_a_number_format_gets_the_evaluator_of_units() -> None:
    assert type(make_evaluator(Problem(activation=SILU, interval=(-8, 8), segments=3, spec=Q48))) is UnitEvaluator
    assert type(make_evaluator(Problem(activation=SILU, interval=(-8, 8), segments=3))) is RealEvaluator


@pytest.mark.parametrize("spec", [None, Q48])
def test_both_refuse_more_segments_than_the_range_holds(spec: object) -> None:
    with pytest.raises(BreakpointError, match="holds at most 250 segments"):
        make_evaluator(Problem(activation=SILU, interval=(0, 1), segments=251, spec=spec))


def test_units_need_a_number_format() -> None:
    problem = Problem(activation=SILU, interval=(-8, 8), segments=3)
    with pytest.raises(FormatError, match="real numbers; add --format"):
        make_unit_evaluator(problem)
    with pytest.raises(FormatError, match="real numbers; add --format"):
        require_unit_evaluator(make_evaluator(problem))
