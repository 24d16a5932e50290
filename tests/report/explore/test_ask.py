"""What the browser may ask."""

from __future__ import annotations

import pytest

from pwlact.errors import InputError
from pwlact.report.explore.ask import MAX_SEGMENTS, METHODS, Ask, ask_of


def test_request_becomes_settings():
    ask = ask_of({"function": "silu", "low": -4, "high": 4, "segments": 16, "format": "q4.12", "mirror": True})
    settings = ask.settings()
    assert (settings.function, settings.range, settings.segments) == ("silu", (-4.0, 4.0), 16)
    assert (settings.format, settings.mirror, settings.method, settings.objective) == ("q4.12", True, "minimax", None)


def test_missing_and_empty_values_are_the_defaults():
    assert ask_of({"function": "silu", "format": "", "within": None}) == Ask(function="silu")


@pytest.mark.parametrize("objective", METHODS)
def test_each_objective_has_the_method_that_minimises_it(objective):
    settings = ask_of({"function": "silu", "objective": objective, "format": "q4.12"}).settings()
    assert settings.chosen().name == METHODS[objective][0]


def test_largest_error_replaces_the_segments():
    settings = ask_of({"function": "silu", "segments": 16, "within": "2^-8"}).settings()
    assert (settings.max_error, settings.segments, settings.max_segments) == ("2^-8", 9, MAX_SEGMENTS)


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        {"function": "silu", "data": "/etc/passwd"},
        {"function": "silu", "out": "/tmp"},
        {"function": ["silu"]},
        {"function": "silu", "segments": "9"},
        {"function": "silu", "segments": True},
        {"function": "silu", "segments": 0},
        {"function": "silu", "segments": MAX_SEGMENTS + 1},
        {"function": "silu", "mirror": 1},
        {"function": "silu", "objective": "__class__"},
        {"function": "silu", "low": -1},
        {"expr": "x" * 1001},
        {"function": "s" * 1001},
        {"function": "silu", "low": {}, "high": 1},
    ],
)
def test_other_requests_are_refused_in_one_line(data):
    with pytest.raises(InputError) as fault:
        ask_of(data)
    assert "\n" not in str(fault.value)
