"""The section of noisy data: residuals, intervals and criteria, each where the result holds it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from plotly_figures import array, check, trace

import pwlact
from pwlact.report import Subject
from pwlact.report.sections.noisy import noisy
from pwlact.search.noisy.bootstrap import bootstrap
from pwlact.search.result import Result


def _result(**wishes: Any) -> Result:
    generator = np.random.default_rng(0)
    x = np.linspace(0.0, 10.0, 80)
    return pwlact.approximate((x, np.abs(x - 3.0) + generator.normal(0.0, 0.2, x.size)), noisy=True, **wishes)


def _section(result: Result) -> Any:
    return noisy(Subject(name="noisy", result=result))


def test_functions_have_none() -> None:
    assert _section(pwlact.approximate("silu", segments=3)) is None


def test_every_datum_is_in_a_bar_and_every_breakpoint_in_a_row() -> None:
    section = _section(_result(segments=2))
    check(section.figures["residuals"])
    assert array(trace(section.figures["residuals"], "data")["y"]).sum() == 80
    assert set(section.figures) == {"residuals"}
    assert [row[0] for row in section.values["rows"]] == ["1", "2", "3"]
    assert float(section.values["rows"][1][1]) == pytest.approx(3.0, abs=0.3)


def test_intervals_of_the_bootstrap_hold_their_values() -> None:
    result = _result(segments=2)
    result.details["bootstrap"] = bootstrap(result, count=20)  # type: ignore[index]
    section = _section(result)
    check(section.figures["intervals"])
    low, high = (float(part) for part in section.values["rows"][1][2].split(" to "))
    assert low <= float(section.values["rows"][1][1]) <= high
    assert "95% of 20 draws" in section.values["about"]


def test_criteria_are_a_table_and_two_views_with_the_chosen_number_marked() -> None:
    result = _result(select="cv-1se", max_segments=4)
    section = _section(result)
    assert len(section.values["criteria"]) == 4
    views = section.figures["criteria"]["layout"]["meta"]["views"]
    for view in views.values():
        check(view)
        assert view["layout"]["shapes"][0]["x0"] == result.problem.segments
    mse = [row["mse"] for row in result.details["criteria"]]
    np.testing.assert_array_equal(array(trace(views["mean square error"], "at the data")["y"]), mse)


def test_lines_that_need_not_join_have_a_row_for_each_end() -> None:
    section = _section(_result(segments=2, discontinuous=True))
    rows = section.values["rows"]
    assert [row[0] for row in rows] == ["1", "2", "2", "3"]
    assert rows[1][1] == rows[2][1]
