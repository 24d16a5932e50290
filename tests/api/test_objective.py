"""An objective of the user's own, in searches and for the agent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pwlact
from pwlact.errors import ConfigError

X = np.linspace(-4.0, 4.0, 401)
TINY: dict[str, Any] = {"interval": (-4, 4), "segments": 4, "steps": 96, "evaluations": 2, "progress": False}


def slope_error(pwl: pwlact.PWL) -> float:
    """Return the largest difference of values at a few hundred x, and of slopes there."""
    steps = np.diff(pwl(X)) - np.diff(np.tanh(X))
    return float(abs(pwl(X) - np.tanh(X)).max() + abs(steps).max() / (X[1] - X[0]))


def test_a_search_minimises_it() -> None:
    settings = {"starts": 1, "evaluations": 100}
    found = pwlact.approximate("tanh", interval=(-4, 4), segments=4, objective=slope_error, settings=settings)
    assert found.method == "global"
    assert found.objective == pytest.approx(slope_error(found.pwl))
    even = pwlact.approximate("tanh", interval=(-4, 4), segments=4, objective=slope_error, method="uniform")
    assert found.objective < 0.9 * even.objective
    assert found.lower_bound is None
    assert found.gap is None


def test_points_of_ones_own_are_measured_by_it() -> None:
    found = pwlact.approximate("tanh", points=[-1, 1], objective=slope_error)
    assert found.objective == pytest.approx(slope_error(found.pwl))


@pytest.mark.parametrize("engine", ["jax", "sb3"])
def test_the_agent_is_rewarded_for_it(engine: Any, tmp_path: Path) -> None:
    pytest.importorskip("jax" if engine == "jax" else "stable_baselines3")
    found = pwlact.train("tanh", objective=slope_error, engine=engine, ppo={"envs": 8, "epochs": 1}, **TINY)
    assert found.objective == pytest.approx(slope_error(found.pwl))
    assert found.reward == pytest.approx(1.0 / (found.objective + 1e-9))
    again = pwlact.load(found.save(tmp_path / "own.json"))
    assert again.problem.objective.own == "slope_error"
    assert again.objective == found.objective
    assert "function slope_error" in repr(again.problem)


def test_of_a_unit_it_sees_the_codes() -> None:
    unit = {"interval": (-4, 4), "segments": 4, "format": "q3.5", "settings": {"starts": 1, "evaluations": 40}}
    found = pwlact.approximate("tanh", objective=lambda unit: abs(unit.slopes).sum(), **unit)
    assert found.objective == abs(found.unit.slopes).sum()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"method": "minimax"}, "methods global, genetic and random, got 'minimax'"),
        ({"weight": "relative"}, "an objective of your own weighs errors itself"),
        ({"mirror": True}, "half of a function has no objective of your own"),
        ({"max_error": 0.1}, "--max-error goes with method minimax"),
    ],
)
def test_what_does_not_go_with_it_is_refused(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        pwlact.approximate("tanh", objective=slope_error, **settings)


def test_noisy_data_have_none() -> None:
    with pytest.raises(ConfigError, match="an objective of your own is of exact samples"):
        pwlact.approximate((X, np.tanh(X)), noisy=True, objective=slope_error)


def test_an_agent_keeps_it_in_one_process_and_out_of_run_folders(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="a run folder names its objective, got a Python object"):
        pwlact.train("tanh", objective=slope_error, out=tmp_path, **TINY)
    with pytest.raises(ConfigError, match="a Python function stays in one process"):
        pwlact.train("tanh", objective=slope_error, seeds=2, jobs=2, **TINY)
    with pytest.raises(ConfigError, match="give an objective of your own as objective="):
        pwlact.train("tanh", reward=slope_error, **TINY)
