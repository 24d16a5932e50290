"""Walks: points in order, the same for f and -f, and led wherever one likes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from search.general.policies import random_layers
from strategies import EVERY

from pwlact.fit import sample
from pwlact.functions import Activation, get
from pwlact.search.general.tables import stacked, tables_of
from pwlact.search.general.walk import Origin, action_to, by_network, walk
from pwlact.search.general.walk_kernels import LEVEL

SILU = tables_of(sample(get("silu"), (-8.0, 8.0)), (), None, True)
ONE = np.zeros(1, dtype=np.int64)


@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
def test_points_ascend_whatever_the_actions(activation: Activation) -> None:
    tables = tables_of(sample(activation, activation.interval), (), None, False)
    noise = np.random.default_rng(0).standard_normal((3, 40))
    points = np.array([1, 7, 40])
    u = walk(tables, np.zeros(3, dtype=np.int64), points, by_network(random_layers(), noise)).u
    for row, size in zip(u, points, strict=True):
        assert np.all(np.diff(row[:size], prepend=0.0, append=1.0) > 0)
        assert not row[size:].any()


def test_f_and_its_negative_are_walked_alike() -> None:
    tables = stacked([SILU, tables_of(sample(lambda x: -get("silu")(x), (-8.0, 8.0)), (), None, True)])
    rows, act = np.arange(2), by_network(random_layers(), np.zeros((2, 12)))
    first, second = walk(tables, rows, np.full(2, 12), act).u
    assert first == pytest.approx(second, abs=1e-9)


@given(st.lists(st.floats(0.5, 2.0), min_size=3, max_size=12))
def test_actions_lead_to_given_points(gaps: list[float]) -> None:
    equal = walk(SILU, ONE, ONE + len(gaps) - 1, lambda on, *_: np.zeros(on.size)).u[0]
    u = np.clip(equal + 0.1 * (np.array(gaps[1:]) - 1.0) * np.diff(equal, prepend=0.0), 1e-3, 0.999)
    led = walk(SILU, ONE, ONE + u.size, lambda _on, placed, state, _sight: action_to(state, u[None, placed]))
    reach = np.diff(u, prepend=0.0) <= 0.95 * (1.0 - np.concatenate(([0.0], u[:-1])))
    assert led.u[0][np.logical_and.accumulate(reach)] == pytest.approx(u[np.logical_and.accumulate(reach)], abs=1e-9)


def test_a_walk_goes_on_from_another_one_as_if_it_had_begun_at_the_left_end() -> None:
    noise = np.random.default_rng(2).standard_normal((1, 20)) * 0.2
    act = by_network(random_layers(), noise)
    whole = walk(SILU, ONE, ONE + 20, act)
    again = walk(SILU, ONE, ONE + 20, act, Origin(whole, ONE, ONE + 8))
    assert np.array_equal(whole.u, again.u)
    assert np.array_equal(whole.states, again.states)


def test_kinks_take_points_that_come_near() -> None:
    tables = tables_of(sample(get("selu"), (-8.0, 8.0)), (0.0,), None, True)
    u = walk(tables, ONE, ONE + 15, by_network(random_layers(scale=0.0), np.zeros((1, 15)))).u
    assert np.any(u == tables.marks[0, 1, 0])


def test_slopes_are_the_derivatives_of_the_next_point() -> None:
    noise = 0.1 * np.random.default_rng(0).standard_normal((1, 9))
    moved = noise.copy()
    moved[0, 3] += 1e-4
    walks = [
        walk(SILU, ONE, ONE + 9, lambda on, placed, _s, _o, chosen=chosen: chosen[on, placed], recorded=True)
        for chosen in (noise, moved)
    ]
    rise = (walks[1].u - walks[0].u)[0] / 1e-4
    assert rise[3] == pytest.approx(walks[0].slopes[0, 3, 1], rel=1e-3)
    assert rise[4] == pytest.approx(walks[0].slopes[0, 3, 1] * walks[0].slopes[0, 4, 0], rel=0.1, abs=1e-3)


def test_what_is_seen_is_finite_and_bounded() -> None:
    walks = walk(SILU, ONE, ONE + 128, by_network(random_layers(), np.zeros((1, 128))), recorded=True)
    assert walks.seen.shape[1:] == (128, 75)
    assert np.abs(walks.seen).max() <= 8.0
    assert np.all(walks.states[0, 1:, LEVEL] > 0)
