"""Settings of a recovery."""

from __future__ import annotations

from typing import Any

import pytest

from pwlact.errors import ConfigError
from pwlact.settings.recovery import RecoveryConfig, Training


def test_its_tables_are_those_of_an_evaluation_with_the_same_network() -> None:
    config = RecoveryConfig(network="cnn", segments=(4, 7), method="dp", out="elsewhere")
    evaluation = config.evaluation()
    assert (evaluation.spec(), evaluation.recipes, evaluation.counts) == ("cnn", ("dp",), (4, 7))
    assert (evaluation.out, evaluation.formats) == ("elsewhere", ("float",))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"steps": 0}, "--steps is at least 1, got 0"),
        ({"seed": -1}, "--seed is 0 to"),
        ({"rate": 0.0}, "--rate is positive, got 0"),
        ({"table_rate": float("inf")}, "--table-rate is positive, got inf"),
    ],
)
def test_a_bad_training_is_refused(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        Training(**settings)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"segments": ()}, "--segments are one number or more"),
        ({"segments": (4, 0)}, "segments are at least 1, got 0"),
        ({"count": 0}, "--count is at least 1, got 0"),
        ({"test_count": -3}, "--test-count is at least 1, got -3"),
        ({"method": "minmax"}, "unknown method 'minmax'; did you mean minimax"),
    ],
)
def test_bad_tables_are_refused(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        RecoveryConfig(network="cnn", **settings)
