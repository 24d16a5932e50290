"""Ctrl-C leaves a complete run; after kill -9 a run goes on and keeps what it had."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import ENVIRONMENT, command, one_object, run_in

STEPS = {"sb3": 2000, "jax": 16_000}
"""Some seconds of each engine: two environments of two points, four steps a rollout."""
SUFFIX = {"sb3": ".zip", "jax": ".npz"}
# Evaluated, and so saved, often.
LONG = (
    "train", "gelu", "--segments", "3", "--fit", "lstsq", "--evaluations", "40", "--ppo.envs", "2", "--ppo.epochs", "2",
    "--ppo.strategies", "2", "--no-figures",
)  # fmt: skip

ENGINES = pytest.mark.parametrize("engine", ["jax", "sb3"])
SLOW_SB3 = pytest.mark.parametrize("engine", ["jax", pytest.param("sb3", marks=pytest.mark.slow)])
"""Both engines, where processes and signals are the same for both."""


def _long(engine: str, name: str = "long") -> tuple[str, ...]:
    """Return the words of a training of some seconds."""
    return (*LONG, "--engine", engine, "--steps", str(STEPS[engine]), "--name", name)


Begin = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Give what starts a command in a process group of its own; what is left of it at the end is killed."""
    begun: list[subprocess.Popen[str]] = []

    def start(*words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command(*words),
            cwd=tmp_path,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def _wait_for(process: subprocess.Popen[str], *paths: Path) -> None:
    """Wait until the process has written the files."""
    limit = time.monotonic() + 60
    while not all(path.exists() for path in paths):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < limit, paths
        time.sleep(0.02)


def _wait_for_steps(process: subprocess.Popen[str], path: Path, steps: int) -> None:
    """Wait until a checkpoint has more steps: the resumed training has something to keep."""
    limit = time.monotonic() + 60
    while _json(path)["steps"] <= steps:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < limit, path
        time.sleep(0.02)


def _json(path: Path) -> dict[str, Any]:
    data = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


@SLOW_SB3
def test_kill_9_and_ctrl_c_lose_nothing(begin: Begin, tmp_path: Path, engine: str) -> None:
    run = tmp_path / "runs" / "long"
    training = begin(*_long(engine))
    _wait_for(training, run / "checkpoint.json")
    os.killpg(training.pid, signal.SIGKILL)
    training.communicate()
    assert not (run / "result.json").exists()
    listed = one_object(run_in(tmp_path, "runs", "list", "--json"))["runs"]
    assert [(row["run"], row["status"]) for row in listed] == [("runs/long", "unfinished")]
    best, steps = _json(run / "best_episode.json"), _json(run / "checkpoint.json")["steps"]
    assert 0 < steps < STEPS[engine]

    resumed = begin("runs", "resume", "long", "--no-figures", "--json")
    _wait_for_steps(resumed, run / "checkpoint.json", steps)
    os.killpg(resumed.pid, signal.SIGINT)
    stdout, stderr = resumed.communicate(timeout=60)
    assert resumed.returncode == 130, stderr
    assert "runs/long was kept; `pwlact runs resume runs/long` goes on" in stderr.splitlines()[-1]
    assert "Traceback" not in stderr
    interrupted = json.loads(stdout)
    assert interrupted["status"] == "interrupted"
    assert interrupted["reward"] >= best["reward"] * (1 - 1e-9)
    assert steps <= _json(run / "checkpoint.json")["steps"] < STEPS[engine]
    assert _json(run / "result.json") == interrupted
    assert len(interrupted["points"]) == 2
    assert {path.name for path in run.iterdir()} >= {"config.toml", "points.csv", "monitor.csv", "evaluations.csv"}
    assert {path.name for path in (run / "policies").iterdir()} == {
        f"{kind}{SUFFIX[engine]}" for kind in ("best", "final")
    }

    finished = one_object(run_in(tmp_path, "runs", "resume", "long", "--no-figures", "--json"))
    assert finished["status"] == "finished"
    assert _json(run / "checkpoint.json")["steps"] >= STEPS[engine]
    assert finished["reward"] >= interrupted["reward"]
    assert finished["best_policy"]["reward"] >= interrupted["best_policy"]["reward"]
    assert finished["seconds"] > interrupted["seconds"]


@ENGINES
def test_a_run_killed_and_resumed_is_the_one_that_never_stopped(begin: Begin, tmp_path: Path, engine: str) -> None:
    whole = one_object(run_in(tmp_path, *_long(engine, "whole"), "--polish", "--json"))
    for _ in range(2):
        run = tmp_path / "runs" / "killed"
        killed = begin(*_long(engine, "killed"), "--polish") if not run.exists() else begin("runs", "resume", "killed")
        _wait_for(killed, run / "checkpoint.json")
        time.sleep(0.7)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.communicate()
        assert not (run / "result.json").exists()
    again = one_object(run_in(tmp_path, "runs", "resume", "killed", "--no-figures", "--json"))
    assert {**again, "seconds": 0.0} == {**whole, "seconds": 0.0}


@SLOW_SB3
def test_kill_9_and_ctrl_c_reach_every_seed(begin: Begin, tmp_path: Path, engine: str) -> None:
    seeds = [tmp_path / "runs" / "long" / f"seed-{seed}" for seed in (0, 1)]
    training = begin(*_long(engine), "--seeds", "2", "--jobs", "2")
    _wait_for(training, *(seed / name for seed in seeds for name in ("best_episode.json", "checkpoint.json")))
    os.kill(training.pid, signal.SIGKILL)  # the parent alone
    training.communicate(timeout=60)  # its workers, which hold the pipes too, go after it
    before = [_json(seed / "best_episode.json")["reward"] for seed in seeds]
    steps = [_json(seed / "checkpoint.json")["steps"] for seed in seeds]

    resumed = begin("runs", "resume", "long", "--no-figures", "--json")
    for seed, done in zip(seeds, steps, strict=True):
        _wait_for_steps(resumed, seed / "checkpoint.json", done)
    os.killpg(resumed.pid, signal.SIGINT)
    stdout, stderr = resumed.communicate(timeout=60)
    assert resumed.returncode == 130, stderr
    assert "runs/long was kept; `pwlact runs resume runs/long` goes on" in stderr.splitlines()[-1]
    assert "Traceback" not in stderr
    assert "Exception" not in stderr
    result = json.loads(stdout)
    assert result["status"] == "interrupted"
    assert [seed["seed"] for seed in result["seeds"]] == [0, 1]
    for seed, earlier in zip(result["seeds"], before, strict=True):
        assert seed["reward"] >= earlier * (1 - 1e-9)
    assert {_json(seed / "result.json")["status"] for seed in seeds} == {"interrupted"}


@pytest.mark.parametrize(
    ("engine", "words"),
    [("jax", ()), pytest.param("sb3", (), marks=pytest.mark.slow), ("sb3", ("--seeds", "2", "--jobs", "2"))],
)
def test_ctrl_c_in_the_start_phase_stops_at_once_and_leaves_nothing(
    begin: Begin, tmp_path: Path, engine: str, words: tuple[str, ...]
) -> None:
    slow = ("--ppo.strategies", "4000", "--ppo.starts", "gaps")  # minutes of choosing starts
    training = begin(*_long(engine), *slow, *words)
    seeds = [tmp_path / "runs" / "long" / f"seed-{seed}" for seed in (0, 1)] if words else [tmp_path / "runs" / "long"]
    _wait_for(training, *(seed / "monitor.csv" for seed in seeds))  # made just before the starts are chosen
    time.sleep(0.5)
    pressed = time.monotonic()
    os.killpg(training.pid, signal.SIGINT)
    _, stderr = training.communicate(timeout=60)
    assert time.monotonic() - pressed < 4.0  # two seconds on a quiet machine
    assert training.returncode == 130, stderr
    assert "nothing was kept" in stderr
    assert "Traceback" not in stderr
    assert not (tmp_path / "runs" / "long").exists()
