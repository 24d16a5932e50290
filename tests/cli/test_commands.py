"""Every command as a process: what it prints, what it leaves, and its exit code."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from processes import TINY, Run, Trained, one_object, run_in

KINDS = {"approximation", "error", "inset", "curvature", "episode", "training"}


def test_train_leaves_a_run_and_prints_its_result(trained: Trained) -> None:
    result = trained.result
    assert json.loads((trained.folder / "result.json").read_text(encoding="utf-8")) == result
    assert result["schema"] == "pwlact.result/1"
    assert (result["function"], result["segments"], result["seed"]) == ("gelu", 3, 7)
    assert (result["method"], result["status"]) == ("ppo", "finished")
    assert len(result["points"]) == 2
    assert result["best_episode"]["reward"] >= result["best_policy"]["reward"] >= result["final_policy"]["reward"]
    assert result["polished"]["reward"] >= result["best_episode"]["reward"]
    assert "Traceback" not in trained.done.stderr
    left = {path.name for path in trained.folder.iterdir()}
    assert left >= {"config.toml", "result.json", "points.csv", "monitor.csv", "evaluations.csv", "policies", "figures"}
    assert {path.stem for path in (trained.folder / "figures").iterdir()} == KINDS


def test_train_gives_the_same_points_twice(trained: Trained, run: Run) -> None:
    words = ("train", "GELU", *TINY, "--steps", "600", "--seed", "7", "--out", "again", "--no-figures")
    done = run(*words)
    assert done.returncode == 0, done.stderr
    assert "best episode" in done.stdout
    folders = list((trained.home / "again").iterdir())
    assert len(folders) == 1
    again = json.loads((folders[0] / "result.json").read_text(encoding="utf-8"))
    assert again["points"] == trained.result["best_episode"]["points"]
    assert again["final_policy"] == trained.result["final_policy"]
    assert not (folders[0] / "figures").exists()


def test_train_takes_a_config_over_several_seeds(tmp_path: Path) -> None:
    (tmp_path / "sweep.toml").write_text(
        'function = "sigmoid"\nrange = [-4, 4]\nsegments = 4\nsteps = 200\n'
        "seeds = 2\nevaluations = 1\nfigures = false\n"
        "[ppo]\nenvs = 8\nepochs = 1\n[schedule]\nkind = 'one-cycle'\n"
    )
    done = run_in(tmp_path, "train", "--config", "sweep.toml", "--segments", "3", "--name", "sweep", "--json")
    result = one_object(done)
    assert (result["function"], result["interval"], result["segments"]) == ("sigmoid", [-4.0, 4.0], 3)
    assert result["parameters"]["schedule"]["kind"] == "one-cycle"
    assert [seed["seed"] for seed in result["seeds"]] == [0, 1]
    assert {path.name for path in (tmp_path / "runs" / "sweep").glob("seed-*")} == {"seed-0", "seed-1"}


def test_functions_lists_and_shows(run: Run) -> None:
    done = run("functions")
    assert done.returncode == 0
    assert "gelu_tanh" in done.stdout
    shown = one_object(run("functions", "-R", "-4", "4", "silu", "--json"))
    assert shown["name"] == "silu"
    assert shown["interval"] == [-4.0, 4.0]
    assert shown["right_tail"] == [1.0, 0.0]
    assert all(-4 <= peak["x"] <= 4 for peak in shown["curvature_maxima"])


def test_fit_converts_points(trained: Trained, run: Run) -> None:
    words = ("fit", "gelu_tanh", "-P", "-2.5", "-0.7", "0.7", "2.5", "-R", "-8", "8", "--round", "4")
    done = run(*words, "--csv", "segments.csv", "--plot", "fit.svg")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "p(point)" in done.stdout
    with (trained.home / "segments.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["start"] for row in rows] == ["-8.0000", "-2.5000", "-0.7000", "0.7000", "2.5000"]
    assert (trained.home / "fit.svg").read_text(encoding="utf-8").lstrip().startswith("<?xml")


def test_fit_of_a_runs_points_is_the_run(trained: Trained, run: Run) -> None:
    again = one_object(run("fit", "--points-from", "first", "--json"))
    for key in ("function", "interval", "points", "values", "slopes", "betas", "errors", "objective", "tails"):
        assert again[key] == trained.result[key]
    assert again["reward"] == pytest.approx(trained.result["reward"], rel=1e-12)


def test_plot_draws(trained: Trained, run: Run) -> None:
    done = run("plot", "first", "--kind", "error", "--to", "new/error.pdf", "--json")
    assert one_object(done) == {"figures": ["new/error.pdf"]}
    assert (trained.home / "new" / "error.pdf").read_bytes().startswith(b"%PDF")


def test_runs_list_and_compare(trained: Trained, run: Run) -> None:
    for action in ("list", "compare"):
        rows = one_object(run("runs", action, "--json"))["runs"]
        assert [row["run"] for row in rows] == ["runs/first"]
        assert rows[0]["reward"] == trained.result["reward"]
        assert rows[0]["status"] == "finished"


def test_runs_show(trained: Trained, run: Run) -> None:
    assert one_object(run("runs", "show", "first", "--json")) == trained.result
    done = run("runs", "show", "runs/first/result.json")
    assert done.returncode == 0
    for word in ("best episode", "best policy", "final policy", "polished", "gelu on [-8, 8], 3 segments: finished"):
        assert word in done.stdout


def test_runs_rollout(trained: Trained, run: Run) -> None:
    played = one_object(run("runs", "rollout", "first", "--policy", "final", "--json"))
    assert [step["point"] for step in played["steps"]] == trained.result["final_policy"]["points"]
    assert played["final_reward"] == pytest.approx(trained.result["final_policy"]["reward"], rel=1e-9)
    assert all(-1 <= step["action"] <= 1 for step in played["steps"])


def test_runs_resume_leaves_a_finished_run_alone(trained: Trained, run: Run) -> None:
    before = {path: path.stat().st_mtime_ns for path in trained.folder.rglob("*")}
    assert one_object(run("runs", "resume", "first", "--json")) == trained.result
    assert {path: path.stat().st_mtime_ns for path in trained.folder.rglob("*")} == before
