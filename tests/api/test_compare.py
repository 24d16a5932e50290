"""A comparison from Python: the rows that are asked for."""

from __future__ import annotations

import pytest

import pwlact
from pwlact.errors import ConfigError


def test_methods_are_run_and_no_others() -> None:
    t = pwlact.compare("gelu", objective="max", methods=["minimax", "uniform"])
    assert [row.name for row in t.rows] == ["minimax", "uniform"]
    assert t.lower_bound == pytest.approx(0.0075125, abs=1e-7)
    assert t.rows[0].gap == pytest.approx(0.0, abs=1e-7)
    again = pwlact.compare("gelu", objective="max", methods="uniform, minimax")
    assert [row.objective for row in again.rows] == [row.objective for row in t.rows]


def test_what_is_wrong_is_refused() -> None:
    with pytest.raises(ConfigError, match="did you mean minimax"):
        pwlact.compare("gelu", methods=["minimx"])
    with pytest.raises(ConfigError, match="methods must be one name or several"):
        pwlact.compare("gelu", methods=3)  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="objective is one of"):
        pwlact.compare("gelu", objective="area")  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match=r"methods must be one name or several, got \[\]"):
        pwlact.compare("gelu", methods=[])
    with pytest.raises(ConfigError, match="agent must be True or False"):
        pwlact.compare("gelu", agent="no")  # type: ignore[arg-type]


def test_an_agent_without_points_to_place_says_so() -> None:
    t = pwlact.compare("silu", segments=1, methods=["minimax", "ppo"])
    assert [row.name for row in t.rows] == ["minimax", "ppo"]
    assert "the agent places points, got 1 segment" in t.rows[1].note
    assert t.rows[1].note in repr(t)
    assert t.rows[1].note in t._repr_html_()
