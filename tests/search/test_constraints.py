"""Constraints: what is accepted, in words, and as JSON."""

from __future__ import annotations

from typing import Any

import pytest

import pwlact
from pwlact.errors import ConfigError
from pwlact.search.constraints import (
    NONE,
    Constraints,
    check_inside,
    constraints_from_json,
    constraints_to_json,
    pairs_of,
)


def test_no_constraints_are_false_and_leave_no_key() -> None:
    assert not NONE
    assert constraints_to_json(NONE) == {}
    assert constraints_from_json({}) == NONE


@pytest.mark.parametrize(
    "kept",
    [
        Constraints(through=((0.0, 0.0),)),
        Constraints(through=((2.0, 1.0), (-2.0, 0.5)), monotone=True),
        Constraints(non_negative=True, last=1.0),
    ],
)
def test_constraints_round_trip_through_json(kept: Constraints) -> None:
    assert kept
    assert constraints_from_json(constraints_to_json(kept)) == kept


def test_values_to_be_met_are_sorted_by_x() -> None:
    assert Constraints(through=((2.0, 1.0), (-2.0, 0.5))).through == ((-2.0, 0.5), (2.0, 1.0))


def test_the_text_names_each_constraint() -> None:
    kept = Constraints(through=((0.0, 0.0),), monotone=True, non_negative=True, last=1.0)
    assert kept.text == "through (0, 0), monotone, non-negative, last piece 1"


@pytest.mark.parametrize("through", [((0.0, float("nan")),), ((float("inf"), 0.0),), ((0.0, 0.0), (0.0, 1.0))])
def test_bad_values_are_refused(through: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ConfigError):
        Constraints(through=through)


def test_a_value_outside_the_range_is_refused() -> None:
    with pytest.raises(ConfigError, match="inside the range -1 1"):
        check_inside(Constraints(through=((2.0, 0.0),)), (-1.0, 1.0))


def test_numbers_make_pairs() -> None:
    assert pairs_of((0.0, 1.0, 2.0, 3.0)) == ((0.0, 1.0), (2.0, 3.0))
    with pytest.raises(ConfigError, match="pairs"):
        pairs_of((0.0,))


@pytest.mark.parametrize("asked", [{"through": [(8, 0.9)]}, {"through": [(-8, 0.1)]}, {"last_piece": 0.9}])
def test_other_values_at_pinned_ends_are_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=r"the end x = -?8 is pinned to \d.0, got 0.\d to be met there"):
        pwlact.approximate("sigmoid", ends="pinned", **asked)
    assert pwlact.approximate("sigmoid", ends="pinned", last_piece=1.0).pwl(8.0) == 1.0


def test_a_negative_value_of_a_non_negative_approximation_is_refused() -> None:
    with pytest.raises(ConfigError, match="a non-negative approximation meets no value below 0, got -1"):
        Constraints(through=((0.0, -1.0),), non_negative=True)
