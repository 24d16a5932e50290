"""The agent from Python: a folder only where it is asked for, and settings that reach it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pwlact
from pwlact.errors import ConfigError
from pwlact.rl.agent_config import PPOConfig

TINY: dict[str, Any] = {
    "segments": 3,
    "steps": 64,
    "evaluations": 2,
    "progress": False,
    "ppo": {"envs": 8, "epochs": 1, "strategies": 2},
}


def test_no_folder_is_left_where_none_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    r = pwlact.train("gelu", seed=0, **TINY)
    assert list(tmp_path.iterdir()) == []
    assert (r.method, r.status, r.folder) == ("ppo", "finished", None)
    assert {"best_episode", "best_policy", "final_policy"} <= set(r.details)
    assert r.parameters["ppo"]["envs"] == 8
    assert r.parameters["ppo"]["clip_range"] == PPOConfig().clip_range


def test_out_leaves_a_run_folder_that_loads(tmp_path: Path) -> None:
    r = pwlact.train("tanh", seed=1, out=tmp_path, name="first", **TINY)
    assert r.folder == tmp_path / "first"
    again = pwlact.load(tmp_path / "first")
    np.testing.assert_array_equal(again.pwl.points, r.pwl.points)
    assert again.folder == r.folder
    again.plot("training", tmp_path / "training.png")
    assert (tmp_path / "training.png").read_bytes().startswith(b"\x89PNG")


def test_the_same_seed_gives_the_same_points() -> None:
    one, two = (pwlact.train(np.tanh, interval=(-4, 4), seed=5, **TINY) for _ in range(2))
    np.testing.assert_array_equal(one.pwl.points, two.pwl.points)


def test_a_records_own_settings_are_taken_whole() -> None:
    ppo = PPOConfig(envs=4, epochs=1, strategies=2)
    r = pwlact.train("silu", **{**TINY, "ppo": ppo})
    assert r.parameters["ppo"]["envs"] == 4


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"pppo": {}}, "train takes no 'pppo'"),
        ({"ppo": {"with": 3}}, "did you mean width"),
        ({"ppo": {"envs": 0}}, "ppo.envs must be above 0"),
        ({"algorithm": "dqn"}, "algorithm is one of"),
        ({"preset": "fast"}, "a preset is 'tuned' or 'paper', got 'fast'"),
        ({"steps": 1.5}, "steps must be a whole number"),
        ({"seeds": 0}, "seeds and jobs must be at least 1"),
        ({"out": 3}, "out must be text"),
        ({"ppo": {"width": "a"}}, "ppo.width must be a whole number, got 'a'"),
        ({"ppo": {"width": 1.5}}, "ppo.width must be a whole number, got 1.5"),
        ({"ppo": {"learning_rate": "a"}}, "ppo.learning_rate must be a number, got 'a'"),
        ({"polish": "no"}, "polish must be True or False"),
        ({"progress": 1}, "progress must be True or False"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, dict) else "",
)
def test_what_is_wrong_is_refused(settings: Any, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        pwlact.train("gelu", **{**TINY, **settings})
    assert says in str(caught.value)


def test_a_python_function_stays_in_this_process_and_out_of_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="a run folder names its function"):
        pwlact.train(np.tanh, out=tmp_path, **TINY)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ConfigError, match="stays in one process"):
        pwlact.train(np.tanh, seeds=2, jobs=2, **TINY)


def test_samples_in_a_file_train_an_agent_whose_run_is_whole_without_it(tmp_path: Path) -> None:
    x = np.linspace(-4.0, 4.0, 65)
    np.save(tmp_path / "scan.npy", np.stack((x, np.tanh(x)), axis=1))
    found = pwlact.train(tmp_path / "scan.npy", out=tmp_path / "runs", **TINY)
    (tmp_path / "scan.npy").unlink()
    assert found.folder is not None
    again = pwlact.load(found.folder)
    assert (again.method, again.problem.activation.name) == ("ppo", "scan")
    assert again.objective == found.objective
    with pytest.raises(ConfigError, match="save the data to a file, and give its path"):
        pwlact.train((x, np.tanh(x)), out=tmp_path / "runs", **TINY)
