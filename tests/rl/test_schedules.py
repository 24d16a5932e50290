"""Schedules against their closed forms."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.errors import ConfigError
from pwlact.rl.schedules import ScheduleConfig, schedule

PEAK = 3e-3
WARMUP, START, END = 0.2, 0.1, 0.01


def _one_cycle(fall: Callable[[float], float]) -> Callable[[float], float]:
    def share(t: float) -> float:
        return START + (1 - START) * t / WARMUP if t < WARMUP else fall((t - WARMUP) / (1 - WARMUP))

    return share


FORMS: dict[tuple[str, str], Callable[[float], float]] = {
    ("constant", "cosine"): lambda t: 1.0,
    ("linear", "cosine"): lambda t: 1 - t + END * t,
    ("cosine", "linear"): lambda t: END + (1 - END) * math.cos(math.pi * t / 2) ** 2,
    ("exponential", "linear"): lambda t: math.exp(t * math.log(END)),
    ("one-cycle", "linear"): _one_cycle(lambda s: 1 - s + END * s),
    ("one-cycle", "cosine"): _one_cycle(lambda s: END + (1 - END) * (1 + math.cos(math.pi * s)) / 2),
    ("one-cycle", "exponential"): _one_cycle(lambda s: END**s),
}


@pytest.mark.parametrize(("kind", "decay"), FORMS)
@given(t=st.floats(0, 1))
def test_is_its_closed_form(kind: str, decay: str, t: float) -> None:
    config = ScheduleConfig(kind=kind, decay=decay, warmup=WARMUP, start=START, end=END)  # type: ignore[arg-type]
    rate = schedule(config, PEAK)
    assert rate(1 - t) == pytest.approx(PEAK * FORMS[kind, decay](1 - (1 - t)), rel=1e-9)


@pytest.mark.parametrize(("kind", "decay"), FORMS)
def test_begins_and_ends_where_it_says(kind: str, decay: str) -> None:
    config = ScheduleConfig(kind=kind, decay=decay, warmup=WARMUP, start=START, end=END)  # type: ignore[arg-type]
    rate = schedule(config, PEAK)
    first = START if kind == "one-cycle" else 1.0
    last = 1.0 if kind == "constant" else END
    assert rate(1.0) == rate(1.5) == pytest.approx(PEAK * first)
    assert rate(0.0) == rate(-0.5) == pytest.approx(PEAK * last)  # the last rollout may go past the end
    if kind == "one-cycle":
        assert rate(1 - WARMUP) == pytest.approx(PEAK)


def test_the_default_falls_to_zero() -> None:
    rate = schedule(ScheduleConfig(), PEAK)
    assert [rate(remaining) for remaining in (1.0, 0.5, 0.0)] == pytest.approx([PEAK, PEAK / 2, 0.0])


@pytest.mark.parametrize(("kind", "decay"), [("one-cycle", "exponential"), ("exponential", "linear")])
def test_an_exponential_fall_cannot_reach_zero(kind: str, decay: str) -> None:
    with pytest.raises(ConfigError, match="end above 0"):
        ScheduleConfig(kind=kind, decay=decay, end=0.0)  # type: ignore[arg-type]


def test_the_shape_of_another_kind_may_be_exponential() -> None:
    assert schedule(ScheduleConfig(kind="linear", decay="exponential"), PEAK)(0.0) == 0.0
