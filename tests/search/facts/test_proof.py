"""What is proven is said to be so, and nothing else is."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from noisy_problems import true_segments

import pwlact
from pwlact.search.facts import proof_of
from pwlact.search.result import Result
from pwlact.search.result_json import load_result

OLD = Path(__file__).parents[2] / "data" / "v0"


def _kinds(result: Result) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {"proven": [], "measured": [], "not known": []}
    for kind, text in proof_of(result):
        found[kind].append(text)
    return found


def _result(name: str, **changes: Any) -> Result:
    return dataclasses.replace(load_result(OLD / name / "result.json"), **changes)


def test_a_bound_is_proven_and_reached_or_its_distance_is_open() -> None:
    best = pwlact.approximate("silu", segments=9)
    assert best.lower_bound is not None
    proven = _kinds(best)["proven"]
    assert f"{best.lower_bound:.6g}" in proven[0]
    assert proven[1] == "This result reaches that bound: it is the best possible."
    loose = _kinds(dataclasses.replace(best, lower_bound=0.5 * best.lower_bound))
    assert len(loose["proven"]) == 1
    assert f"{best.objective:.6g}" in loose["not known"][0]


def test_without_a_bound_nothing_is_proven() -> None:
    found = _kinds(_result("search-silu", lower_bound=None))
    assert found["proven"] == []
    assert "no lower bound is known" in found["not known"][0]


def test_least_squares_may_not_reach_a_bound_of_any_values() -> None:
    assert any("least-squares" in text for text in _kinds(_result("train-gelu"))["not known"])


def test_of_a_unit_the_model_is_measured_and_the_hardware_is_open() -> None:
    found = _kinds(_result("unit-q412"))
    assert "every input code" in found["measured"][0]
    assert any("pwlact verify" in text for text in found["not known"])
    assert not any("Verilog" in text for text in found["proven"])


def test_the_fewest_segments_are_proven_or_open() -> None:
    for proven, kind in ((True, "proven"), (False, "not known")):
        found = _kinds(_result("unit-q412", details={"proven": proven}, parameters={"max_error": "1ulp"}))
        assert any("16 within 1ulp" in text for text in found[kind])


def test_an_interrupted_search_says_so() -> None:
    assert any("interrupted" in text for text in _kinds(_result("search-silu", status="interrupted"))["not known"])


def test_between_noisy_data_nothing_is_measured() -> None:
    assert "at the data" in _kinds(pwlact.approximate(true_segments(), noisy=True, segments=3))["measured"][0]
