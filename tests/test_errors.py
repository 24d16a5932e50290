"""The exception tree, and the helpers that word its messages."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest

from pwlact import errors


def test_bad_input_is_a_value_error_and_a_failed_run_a_runtime_error() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    kinds.remove(errors.PwlactWarning)
    assert issubclass(errors.PwlactWarning, UserWarning)
    for kind in kinds:
        assert issubclass(kind, errors.PwlactError)
        assert kind.__name__ in (errors.__doc__ or "")
    inputs = [kind for kind in kinds if issubclass(kind, errors.InputError)]
    assert len(inputs) == len(kinds) - 2
    assert all(issubclass(kind, ValueError) for kind in inputs)
    assert issubclass(errors.RunError, RuntimeError)


def test_a_near_name_is_suggested_and_a_far_one_is_not() -> None:
    assert errors.did_you_mean("minmax", ["minimax", "dp"]) == "did you mean minimax? "
    assert errors.did_you_mean("zzz", ["minimax", "dp"]) == ""


def test_a_broken_rule_says_rule_value_and_remedy() -> None:
    errors.require(True, "a rule", 3, "a remedy")
    with pytest.raises(errors.ConfigError, match=r"^a rule, got 3; a remedy$"):
        errors.require(False, "a rule", 3, "a remedy")


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_settings_are_finite(value: float) -> None:
    @dataclass
    class Settings:
        step_size: float = value
        name: str = "inf"

    with pytest.raises(errors.ConfigError, match=r"^env\.step-size must be finite"):
        errors.require_finite("env", Settings())
    errors.require_finite("env", Settings(step_size=1.0))


def test_a_warning_points_at_the_line_outside_the_package() -> None:
    with pytest.warns(errors.PwlactWarning, match="^mind this$") as said:
        errors.warn("mind this")
    assert said[0].filename == __file__
