"""The figures of a unit: every code, no peak lost, and what plotly accepts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from plotly_figures import array, check, trace

import pwlact
from pwlact.datapath import CodeValues, code_values, unit_report
from pwlact.report.figures.unit import FLOOR, MAX_KEPT, codes_figure, reversals, shares_figure
from pwlact.search.result import Result
from pwlact.search.result_json import load_result

OLD = Path(__file__).parents[2] / "data" / "v0"
UNITS = ["unit-q412", "unit-fp16", "unit-mirror"]


@cache
def _of(name: str) -> tuple[Result, CodeValues]:
    result = load_result(OLD / name / "result.json")
    assert result.unit is not None
    return result, code_values(result.unit, result.problem.activation, result.problem.interval)


@pytest.mark.parametrize("name", UNITS)
def test_plotly_knows_the_figures(name: str) -> None:
    result, found = _of(name)
    check(codes_figure(result, found))
    check(shares_figure(found))


@pytest.mark.parametrize("name", UNITS)
def test_the_page_keeps_every_code_and_its_output(name: str) -> None:
    result, found = _of(name)
    kept = codes_figure(result, found)["layout"]["meta"]["codes"]
    spec = found.unit.spec
    keys = kept["keys"]["first"] + np.arange(found.codes.size)
    np.testing.assert_array_equal(spec.input.from_order(keys), found.codes)
    np.testing.assert_array_equal(array(kept["outputs"]), found.outputs & ((1 << spec.output.bits) - 1))
    np.testing.assert_allclose(array(kept["places"])[found.inside], found.places[found.inside], rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", UNITS)
def test_the_line_shows_the_largest_error_of_the_report(name: str) -> None:
    result, found = _of(name)
    report = unit_report(found.unit, result.problem.activation, result.problem.interval)
    figure = codes_figure(result, found)
    line = array(trace(figure, "unit")["y"])
    low, high = figure["layout"]["xaxis"]["range"]
    x = array(trace(figure, "unit")["x"])
    assert np.max(np.abs(line[(x >= low) & (x <= high)])) == pytest.approx(report.ulp, rel=1e-6)
    assert array(trace(figure, "reversals")["x"]).size == report.reversals == reversals(found).size


def test_errors_of_many_last_places_are_on_a_logarithmic_axis() -> None:
    assert codes_figure(*_of("unit-q412"))["layout"]["yaxis"].get("type") is None
    figure = codes_figure(*_of("unit-fp16"))
    assert figure["layout"]["yaxis"]["type"] == "log"
    assert array(trace(figure, "unit")["y"]).min() >= FLOOR


def test_shares_go_up_to_all_codes_at_the_largest_error() -> None:
    result, found = _of("unit-q412")
    report = result.candidate.unit_report
    assert report is not None
    line = trace(shares_figure(found), "unit")
    assert array(line["y"])[-1] == 1.0
    assert array(line["x"])[-1] == pytest.approx(report.ulp, rel=1e-6)


def test_of_very_many_codes_the_page_keeps_the_peaks() -> None:
    result = pwlact.approximate("silu", segments=2, method="uniform", format="q4.14")
    assert result.unit is not None
    found = code_values(result.unit, result.problem.activation, result.problem.interval)
    kept = codes_figure(result, found)["layout"]["meta"]["codes"]
    keys, places = array(kept["keys"]), array(kept["places"])
    assert keys.size <= 2 * MAX_KEPT < found.codes.size
    assert np.max(np.abs(places)) == pytest.approx(np.max(np.abs(found.places[found.counted])), rel=1e-6)
    np.testing.assert_allclose(places, found.places[keys - found.codes[0]], rtol=1e-5, atol=1e-5)


def test_beside_many_units_the_page_keeps_fewer_codes_but_every_peak() -> None:
    result, found = _of("unit-q412")
    kept = codes_figure(result, found, 0.1)["layout"]["meta"]["codes"]
    places = array(kept["places"])
    assert places.size < 0.11 * found.codes.size
    assert array(kept["keys"]).size == places.size
    assert np.abs(places).max() == pytest.approx(
        unit_report(found.unit, result.problem.activation, result.problem.interval).ulp
    )
