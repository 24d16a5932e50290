"""Tables for an evaluation."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from tiny_network import TinyNetwork

from pwlact.errors import ConfigError
from pwlact.fit.profile_file import write_profile
from pwlact.pwl import PWL
from pwlact.search.evaluators import make_evaluator
from pwlact.studies.evaluation import recipes
from pwlact.studies.evaluation.recipes import Recipe, made

pytestmark = pytest.mark.filterwarnings("ignore::pwlact.errors.PwlactWarning")


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("profile") / "tiny.npz"
    write_profile(path, TinyNetwork().profile("calibration", sensitivity=True))
    return path


def recipe(method: str, profile: Path | None = None, format_: str = "float", segments: int = 5) -> Recipe:
    return Recipe(
        function="silu",
        method=method,
        segments=segments,
        format=format_,
        profile=profile,
        episodes=100,
        seed=0,
    )


def test_a_table_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(recipe("dp"), tmp_path)
    monkeypatch.setattr(recipes, "_made", None)
    again = made(recipe("dp"), tmp_path)
    np.testing.assert_array_equal(again.pwl.values, first.pwl.values)
    assert [path.name for path in tmp_path.iterdir()] == ["silu-dp-5-float"]


def test_what_weighs_or_trains_a_table_is_part_of_its_name(profile: Path) -> None:
    plain, weighted, trained = recipe("dp", profile), recipe("density", profile), recipe("agent", profile)
    assert plain.name == "silu-dp-5-float"
    assert len(weighted.name) == len("silu-density-5-float-") + 8
    assert dataclasses.replace(trained, episodes=7).name != trained.name


@pytest.mark.parametrize("format_", ["float", "q3.5"])
@pytest.mark.parametrize("method", ["density", "sensitivity"])
def test_a_weighted_table_has_less_weighted_error(method: str, format_: str, profile: Path, tmp_path: Path) -> None:
    weighted, even = (made(recipe(name, profile, format_), tmp_path) for name in (method, "dp"))
    measured = make_evaluator(weighted.problem)
    assert weighted.problem.density is not None
    assert (weighted.unit is None) == (format_ == "float")
    if format_ == "float":
        assert weighted.objective < measured.candidate(even.pwl.points).objective  # type: ignore[call-arg]
    assert isinstance(even.table, PWL) == (format_ == "float")


def test_a_chosen_range_ends_where_the_tails_serve(profile: Path, tmp_path: Path) -> None:
    found = made(recipe("sensitivity-range", profile), tmp_path)
    assert found.problem.interval != (-8.0, 8.0)
    assert found.details["range"]["chosen"] == "auto"


def test_the_agent_is_trained_for_the_papers_objective_and_its_codes_are_fitted(tmp_path: Path) -> None:
    found = made(recipe("agent"), tmp_path)
    assert found.method == "ppo"
    assert found.problem.objective.max_weight == 0.8
    unit = made(recipe("agent", format_="q4.12"), tmp_path)
    assert (unit.method, unit.unit is not None) == ("ppo", True)
    np.testing.assert_allclose(unit.pwl.points, found.pwl.points, atol=2.0**-12)


def test_a_profile_of_other_functions_is_refused(profile: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="has none of it"):
        made(dataclasses.replace(recipe("density", profile), function="gelu"), tmp_path)
    assert not any(tmp_path.iterdir())
