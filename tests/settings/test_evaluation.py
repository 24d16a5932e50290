"""Settings of an evaluation."""

from __future__ import annotations

from typing import Any

import pytest

from pwlact.errors import InputError
from pwlact.settings.evaluation import RECIPES, EvaluationConfig


def test_all_methods_are_taken_and_none_beside_tables_of_ones_own() -> None:
    assert EvaluationConfig(network="cnn").recipes == tuple(RECIPES)
    assert EvaluationConfig(network="cnn", tables=("silu=a",)).recipes == ()
    assert EvaluationConfig(network="cnn", tables=("silu=a",), methods=("dp", "dp")).recipes == ("dp",)


def test_numbers_of_segments_ascend_each_once() -> None:
    assert EvaluationConfig(network="cnn", segments_list=(8, 4, 8)).counts == (4, 8)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"methods": ("minimx",)}, "did you mean minimax"),
        ({"formats": ("q4,12",)}, "number format"),
        ({"formats": ()}, "formats are one or more"),
        ({"segments_list": ()}, "one or more"),
        ({"segments_list": (0,)}, "at least 1"),
        ({"count": 0}, "count must be at least 1"),
        ({"resamples": 5}, "resamples must be at least 20"),
        ({"seed": -1}, "seed"),
    ],
)
def test_bad_settings_are_refused(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        EvaluationConfig(network="cnn", **settings)
