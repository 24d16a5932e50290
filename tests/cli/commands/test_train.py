"""`pwlact train` as a process."""

from __future__ import annotations

import json
from pathlib import Path

from processes import TINY, Run, Trained, one_object, run_in

KINDS = {"approximation", "error", "inset", "curvature", "episode", "training"}
FAST = ("--no-figures",)


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


def test_training_for_a_unit(units: Path) -> None:
    tiny = ("--segments", "3", "--evaluations", "2", "--ppo.envs", "8", "--ppo.epochs", "1", "--ppo.strategies", "2")
    words = ("train", "silu", "--format", "q3.5", "-R", "-4", "4", *tiny, "--steps", "200", "--name", "agent")
    result = one_object(run_in(units, *words, *FAST, "--json"))
    assert result["unit"]["input"] == "q3.5"
    assert len(result["unit"]["cuts"]) == 2
    assert result["best_episode"]["errors"]["codes"] == result["errors"]["codes"]
