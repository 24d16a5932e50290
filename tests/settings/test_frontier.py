"""Settings of error against segments: the numbers of segments and the methods."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.cli.parse import parse
from pwlact.errors import ConfigError
from pwlact.settings.frontier import FrontierConfig


@given(st.integers(1, 200), st.integers(1, 400))
def test_counts_double_from_the_first_to_the_last(first: int, more: int) -> None:
    counts = FrontierConfig(function="tanh", segments=first, max_count=first + more).counts()
    assert (counts[0], counts[-1]) == (first, first + more)
    assert all(b == 2 * a for a, b in itertools.pairwise(counts[:-1]))
    assert counts[-1] <= 2 * counts[-2]


def test_a_list_counts_more_and_is_put_in_order() -> None:
    assert FrontierConfig(function="tanh", segments_list=(8, 3, 8)).counts() == (3, 8)


def test_methods_by_default_go_with_the_objective() -> None:
    assert FrontierConfig(function="tanh").chosen()[0].name == "minimax"
    assert FrontierConfig(function="tanh", objective="mse").chosen()[0].name == "dp"
    assert [method.name for method in FrontierConfig(function="tanh", methods=("maxima",)).chosen()] == ["maxima"]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"segments": 8, "max_count": 4}, "max-count must be at least segments, 8, .* got 4"),
        ({"max_segments": 0}, "max-segments at least 1"),
        ({"methods": ("minmax",)}, "did you mean minimax?"),
        ({"seed": -1}, "a seed is from 0"),
    ],
)
def test_bad_settings_are_refused(bad: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        FrontierConfig(function="tanh", **bad)


def test_the_earlier_name_of_the_largest_count_is_taken() -> None:
    assert parse(FrontierConfig, ["tanh", "--most", "16"], "frontier").max_count == 16
