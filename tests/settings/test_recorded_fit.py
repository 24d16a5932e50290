"""The fit that a run's record states, or stated before there were best values."""

from __future__ import annotations

from typing import Any

import pytest

from pwlact.settings.recorded_fit import usual_fit, with_recorded_fit, without_usual_fit

OLD = {"ends": "free", "seed": 0, "unit": {}}


@pytest.mark.parametrize(
    ("table", "fit"),
    [
        ({}, "best"),
        ({"objective": "mean"}, "best"),
        ({"objective": "mse"}, "lstsq"),
        ({"objective": "max"}, "minimax"),
        ({"objective": "relative"}, "minimax"),
        ({"preset": "paper"}, "lstsq"),
        ({"format": "q4.12"}, "lstsq"),
        ({"density": "normal:0,1"}, "lstsq"),
        ({"method": "global"}, "best"),
        ({"method": "minimax"}, "minimax"),
        ({"method": "dp"}, "lstsq"),
        ({"method": "global", "monotone": True}, "minimax"),
        ({"reward": {"mean_weight": 0.0}}, "minimax"),
    ],
)
def test_the_usual_fit_suits_the_objective(table: dict[str, Any], fit: str) -> None:
    assert usual_fit(table) == fit


def test_an_older_record_kept_least_squares() -> None:
    assert with_recorded_fit({**OLD, "preset": "tuned"})["fit"] == "lstsq"
    assert with_recorded_fit({**OLD, "method": "global"})["fit"] == "lstsq"
    assert "fit" not in with_recorded_fit({**OLD, "method": "minimax"})


def test_a_users_file_and_a_newer_record_stay_as_they_are() -> None:
    for table in ({"preset": "tuned"}, {**OLD, "engine": "sb3"}, {**OLD, "fit": "best", "method": "global"}):
        assert with_recorded_fit(table) == table


def test_a_usual_fit_is_left_out_of_a_command() -> None:
    assert without_usual_fit({"method": "global", "fit": "best"}) == {"method": "global"}
    assert without_usual_fit({"method": "global", "fit": "lstsq"}) == {"method": "global", "fit": "lstsq"}
