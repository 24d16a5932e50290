"""The pretrained policy as a method: greedy, with draws, polished; and what it refuses."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from search.general.policies import evaluator

from pwlact.errors import ConfigError, FileError
from pwlact.search.evaluators import make_evaluator
from pwlact.search.methods.policy import POLICY, PolicyConfig
from pwlact.search.problem import FitName


def _objective(name: str, segments: int, fit: FitName = "lstsq", seed: int = 0, **settings: Any) -> float:
    problem = evaluator(name, segments, fit)
    points = POLICY.search(problem, PolicyConfig(**settings), seed).points
    return float(problem.objectives(points[None, :])[0])


@pytest.mark.parametrize("fit", ["lstsq", "best"])
@pytest.mark.parametrize(("name", "segments"), [("gelu", 9), ("softsign", 16), ("exp", 32)])
def test_draws_and_polish_only_help(name: str, segments: int, fit: FitName) -> None:
    greedy = _objective(name, segments, fit)
    drawn = _objective(name, segments, fit, draws=100)
    assert drawn <= greedy
    assert _objective(name, segments, fit, draws=100, polish=200) <= drawn


@pytest.mark.parametrize(("name", "points", "known"), [("silu", 8, 81.14), ("sigmoid", 8, 211.98), ("silu", 16, 312.5)])
def test_a_polished_walk_comes_near_what_long_searches_know(name: str, points: int, known: float) -> None:
    reached = _objective(name, points + 1, draws=200, polish=2000)
    assert 1.0 / (reached + 1e-4) > 0.98 * known


def test_the_details_hold_the_greedy_objective_and_the_fits_are_counted() -> None:
    problem = evaluator("tanh", 9)
    found = POLICY.search(problem, PolicyConfig(draws=50), 0)
    assert found.evaluations == 52
    assert found.details["greedy"] == pytest.approx(_objective("tanh", 9))
    polished = POLICY.search(problem, PolicyConfig(draws=50, polish=300), 0)
    assert 52 + 200 <= polished.evaluations <= 52 + 330


def test_seeds_count_and_repeat() -> None:
    objectives = [_objective("mish", 12, draws=60, seed=seed) for seed in (1, 1, 2)]
    assert objectives[0] == objectives[1] != objectives[2]


@pytest.mark.parametrize("density", [None, "normal:0,1"])
def test_a_density_and_pins_are_kept(density: str | None) -> None:
    from pwlact.fit.density import density_of

    problem = dataclasses.replace(
        evaluator("gelu", 7).problem, density=density and density_of(density), pins=(0.0, 8.0)
    )
    made = make_evaluator(problem)
    found = POLICY.search(made, PolicyConfig(draws=20, polish=100), 0)
    values = made.candidate(found.points).pwl.values
    assert values[[0, -1]].tolist() == [0.0, 8.0]


def test_one_segment_has_no_points() -> None:
    assert POLICY.search(evaluator("silu", 1), PolicyConfig(draws=10, polish=10), 0).points.size == 0


def test_more_points_than_it_was_made_for_are_refused() -> None:
    with pytest.raises(ConfigError, match="at most 128 points"):
        POLICY.search(evaluator("silu", 130), PolicyConfig(), 0)


def test_a_file_of_other_weights_is_taken_and_a_missing_one_refused(tmp_path: Path) -> None:
    from search.general.policies import random_layers

    from pwlact.search.general.weights import Weights, save_weights

    save_weights(tmp_path / "w.npz", Weights(layers=random_layers(), max_points=20, about={}))
    ours, theirs = (_objective("silu", 9, weights=path) for path in (None, str(tmp_path / "w.npz")))
    assert ours != theirs
    with pytest.raises(FileError):
        _objective("silu", 9, weights=str(tmp_path / "none.npz"))


@pytest.mark.parametrize(
    "settings", [{"draws": -1}, {"polish": -1}, {"spread": 0.0}, {"spread": 2.0}, {"spread": np.nan}]
)
def test_bad_settings_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        PolicyConfig(**settings)


def test_neither_jax_nor_torch_is_needed() -> None:
    code = (
        "import sys; sys.modules['jax'] = sys.modules['torch'] = None\n"
        "import pwlact\n"
        "print(pwlact.approximate('silu', method='policy', segments=9, fit='lstsq').reward)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) > 60.0
