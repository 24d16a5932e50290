"""Runs, results and designs that an earlier version wrote load, show, resume, play and verify."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from trainings import unseen

from pwlact.cli.commands.train import read_config
from pwlact.cli.main import main
from pwlact.datapath.record import unit_to_json
from pwlact.rl.task import make_task
from pwlact.rtl.simulation.verify import verify_text
from pwlact.runs.command import command_of
from pwlact.runs.designs import find_design
from pwlact.runs.folder import CONFIG, RESULT, list_runs
from pwlact.runs.replay import replay
from pwlact.runs.training import resume_training, run_training
from pwlact.search.result import Result
from pwlact.search.result_json import load_result, result_to_json
from pwlact.settings.training import TrainConfig

DATA = Path(__file__).parents[1] / "data" / "v0"
RUNS = sorted(path.name for path in DATA.iterdir() if path.is_dir())
RESULTS = sorted(
    str(path.relative_to(DATA)) for path in DATA.rglob("*.json") if '"pwlact.result/1"' in path.read_text()
)
UNITS = [name for name in RUNS if name.startswith("unit-")]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Give a copy of the earlier version's runs."""
    return Path(shutil.copytree(DATA, tmp_path / "runs"))


def _json(path: Path) -> dict[str, Any]:
    data = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def _asked(result: Result) -> tuple[Any, ...]:
    problem = result.problem
    return problem.activation, problem.interval, problem.segments, problem.fit, problem.objective


def _unit(folder: Path) -> dict[str, Any]:
    """Return the unit of a run's result, as JSON."""
    unit = load_result(folder / RESULT).candidate.unit
    assert unit is not None
    return unit_to_json(unit)


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_comes_back_as_it_was_written(name: str) -> None:
    again = result_to_json(load_result(DATA / name))
    if again["unit"] is not None:
        again["unit"].pop("special", None)  # words on floats, made from the formats
    assert again == _json(DATA / name)


def test_all_runs_are_listed(old: Path) -> None:
    assert sorted(folder.name for folder in list_runs(str(old))) == RUNS


@pytest.mark.parametrize("name", [name for name in RUNS if (DATA / name / RESULT).exists()])
def test_a_run_is_shown(old: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", "show", name, "--out", str(old)]) == 0
    assert load_result(old / name / RESULT).problem.activation.name in capsys.readouterr().out


@pytest.mark.parametrize("name", RUNS)
def test_a_run_tells_its_command(name: str) -> None:
    command = command_of(DATA / name)
    assert command is not None
    assert command.split()[:2] == ["pwlact", "train" if name.startswith("train") else "search"]


@pytest.mark.parametrize("name", ["train-gelu", "train-seeds", "train-paper"])
def test_a_trainings_own_settings_make_another_run(old: Path, name: str, tmp_path: Path) -> None:
    config = read_config(old / name / CONFIG)
    assert config.name is None  # it was the earlier run's
    ppo = dataclasses.replace(config.ppo, strategies=1)
    short = dataclasses.replace(config, steps=64, seeds=1, ppo=ppo, out=str(tmp_path / "new"))
    if config.preset == "tuned":  # under the other, so few steps finish no episode
        folder, result = run_training(short, unseen)
        assert folder.parent == tmp_path / "new"
        assert _asked(result) == _asked(load_result(old / name / RESULT))


def test_a_killed_training_goes_on_to_its_end(old: Path) -> None:
    folder = old / "train-killed"
    before = _json(folder / "checkpoint.json")
    best = _json(folder / "best_episode.json")
    config = read_config(folder / CONFIG)
    result = resume_training(folder, config, unseen)
    assert (result.status, result.method, result.problem.segments) == ("finished", "ppo", 5)
    assert result.reward >= best["reward"] * (1 - 1e-9)
    assert result.details["best_policy"]["reward"] >= before["best_policy"] * (1 - 1e-9)
    after = _json(folder / "checkpoint.json")
    assert after["steps"] >= 20_000
    assert after["episodes"] > before["episodes"]
    assert result.seconds > before["seconds"]


def _measure(config: TrainConfig, reals: float = 1e-4) -> float:
    """Return how far figures may be from the stored ones, which left out the code at the end of a unit's range."""
    return reals if config.format is None else 1e-3


@pytest.mark.parametrize("name", ["train-paper", "train-seeds"])
def test_a_stored_policy_plays_the_points_of_its_result(old: Path, name: str) -> None:
    folder = old / name
    config, result = read_config(folder / CONFIG), load_result(folder / RESULT)
    episode = replay(folder, config, "best")
    half_code = 0.0 if config.format is None else 2**-6  # a result's points are a unit's codes, q3.5
    assert episode.points == pytest.approx(result.details["best_policy"]["points"], rel=1e-5, abs=half_code)
    assert episode.final == pytest.approx(result.details["best_policy"]["reward"], rel=_measure(config))


def test_a_trainings_figures_are_measured_again_alike(old: Path) -> None:
    for name in ("train-gelu", "train-paper", "train-seeds"):
        config, result = read_config(old / name / CONFIG), load_result(old / name / RESULT)
        task = make_task(config.problem(), config.env, config.reward)
        found = task.evaluator.candidate(np.array(result.details["best_episode"]["points"]))
        assert found.objective == pytest.approx(result.candidate.objective, rel=_measure(config, 1e-9))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name == "unit-fp16" else name for name in UNITS]
)
def test_an_exported_unit_is_found_with_its_verilog_and_verifies(old: Path, name: str) -> None:
    design, verilog = find_design(name, str(old))
    assert verilog is not None
    assert _unit(old / name) in [unit_to_json(unit) for unit in design.units]
    found = verify_text(verilog, design)
    assert (found.mismatches, found.first) == (0, ())
    assert found.inputs >= 2**16


@pytest.mark.parametrize("name", UNITS)
def test_an_old_unit_makes_a_new_design(old: Path, name: str) -> None:
    shutil.rmtree(old / name / "export")
    design, verilog = find_design(name, str(old))
    assert verilog is None
    assert [unit_to_json(unit) for unit in design.units] == [_unit(old / name)]
