"""Budgets of steps and of seconds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.rl.budget import Budget

STEPS, SECONDS = Budget(amount=600, unit="steps"), Budget(amount=30.0, unit="seconds")


def test_they_say_what_they_are() -> None:
    assert str(Budget(amount=1_200_000, unit="steps")) == "1,200,000 steps"
    assert [str(SECONDS), str(Budget(amount=0.5, unit="seconds"))] == ["30 seconds", "0.5 seconds"]


def test_steps_are_used_whatever_the_clock_says() -> None:
    assert STEPS.progress(150, seconds=1e9, begun=0.0) == 0.25
    assert STEPS.progress(640, seconds=0.0, begun=0.0) == 1.0
    assert [STEPS.used(150, 7.0), STEPS.used(640, 7.0)] == [150, 600]


def test_time_counts_from_the_first_rollout_to_the_end_of_the_budget() -> None:
    assert SECONDS.progress(0, seconds=9.0, begun=0.0) == 0.0
    assert SECONDS.progress(64, seconds=10.0, begun=10.0) == 0.0
    assert SECONDS.progress(640, seconds=20.0, begun=10.0) == pytest.approx(0.5)
    assert SECONDS.progress(6400, seconds=31.0, begun=10.0) == 1.0
    assert [SECONDS.used(640, 20.0), SECONDS.used(640, 31.0)] == [20.0, 30.0]


@given(seconds=st.floats(0, 100), begun=st.floats(0, 100))
def test_progress_is_a_share(seconds: float, begun: float) -> None:
    assert 0.0 <= SECONDS.progress(1, seconds, min(begun, seconds)) <= 1.0


@given(begun=st.floats(0, 100), over=st.floats(0, 10))
def test_the_budget_ends_a_training_however_long_it_took_to_begin(begun: float, over: float) -> None:
    seconds = max(begun, 30.0) + over + 1e-6
    assert SECONDS.progress(1, seconds, begun) == 1.0
