"""What a sweep varies: lists, ranges, tables of settings that go together."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.errors import ConfigError
from pwlact.settings.sweep_space import Choices, Range, dimensions_of, merged

TABLES = frozenset({"schedule", "ppo"})


def test_dotted_names_may_be_quoted_or_not() -> None:
    plain = dimensions_of(tomllib.loads("ppo.learning_rate = [1e-4, 1e-3]\nsegments = {low = 2, high = 8, step = 2}"))
    quoted = dimensions_of(
        tomllib.loads('"ppo.learning-rate" = [1e-4, 1e-3]\nsegments = {low = 2, high = 8, step = 2}')
    )
    assert plain == quoted
    assert [one.name for one in plain] == ["ppo.learning_rate", "segments"]
    assert plain[0].settings(1e-4, TABLES) == {"ppo": {"learning_rate": 1e-4}}
    assert isinstance(plain[1], Range)
    assert plain[1].numbers() == [2, 4, 6, 8]


def test_settings_that_go_together_are_one_value() -> None:
    (one,) = dimensions_of({"schedule": [{"kind": "linear"}, {"kind": "exponential", "end": 0.01}]})
    assert isinstance(one, Choices)
    assert list(one.values) == ["linear", "exponential"]
    assert one.settings("exponential", TABLES) == {"schedule": {"kind": "exponential", "end": 0.01}}


def test_value_may_hold_settings_of_several_tables() -> None:
    values = [{"segments": 4, "ppo": {"envs": 8}}, {"segments": 8, "ppo": {"envs": 16}}]
    (one,) = dimensions_of({"size": values})
    assert one.settings(8, TABLES) == values[1]


def test_values_that_begin_alike_and_lists_are_named_by_json() -> None:
    (tables,) = dimensions_of({"schedule": [{"kind": "linear"}, {"kind": "linear", "end": 0.5}]})
    (ranges,) = dimensions_of({"range": [[-4, 4], [-8, 8]]})
    assert isinstance(tables, Choices)
    assert isinstance(ranges, Choices)
    assert list(tables.values) == ['{"kind": "linear"}', '{"kind": "linear", "end": 0.5}']
    assert list(ranges.values) == ["[-4, 4]", "[-8, 8]"]
    assert ranges.settings("[-4, 4]", TABLES) == {"range": [-4, 4]}


@given(st.integers(-50, 50), st.integers(1, 60), st.integers(1, 7))
def test_numbers_of_a_range_keep_their_distance_and_stay_inside(low: int, width: int, step: int) -> None:
    numbers = Range(name="x", low=low, high=low + width, step=step).numbers()
    assert numbers == list(range(low, low + width + 1, step))


def test_numbers_of_a_range_of_tenths_reach_its_end() -> None:
    assert Range(name="x", low=0.1, high=0.5, step=0.1).numbers() == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5])


@pytest.mark.parametrize(
    ("space", "words"),
    [
        ({}, "names settings and their values, got none"),
        ({"segments": []}, "needs a value"),
        ({"segments": 4}, r"a list of values or a range, got 4; try \[4\]"),
        ({"segments": [4, 4]}, "names each value once"),
        ({"segments": {"low": 8, "high": 4}}, "low is below its high"),
        ({"segments": {"low": 4}}, "got None"),
        ({"segments": {"low": 4, "high": float("inf")}}, "finite"),
        ({"segments": {"low": 4, "high": 8, "stepp": 1}}, "got segments.stepp; did you mean step"),
        ({"segments": {"low": 4, "high": 8, "step": 0}}, "step is above 0"),
        ({"rate": {"low": 0.0, "high": 1.0, "log": True}}, "above 0 with log"),
        ({"rate": {"low": 0.1, "high": 1.0, "log": True, "step": 0.1}}, "log or step"),
        ({"rate": {"low": 0.1, "high": 1.0, "log": "yes"}}, "true or false"),
    ],
)
def test_bad_spaces_are_refused_in_one_line(space: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words) as refusal:
        dimensions_of(space)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("one", [{"low": 0.1, "high": 1.0}, {"low": 1, "high": 8, "log": True}])
def test_numbers_without_a_step_are_refused(one: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="needs the step"):
        Range(name="x", **one).numbers()
    with pytest.raises(ConfigError, match="at most"):
        Range(name="x", low=0.0, high=1.0, step=1e-9).numbers()


def test_merged_tables_keep_what_the_second_has_not() -> None:
    assert merged({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": 4}, "d": {"e": 5}}) == {
        "a": {"b": 4, "c": 2},
        "d": {"e": 5},
    }
