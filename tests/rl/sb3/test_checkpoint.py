"""Checkpoints come back as they went, and damaged or foreign ones are refused."""

from __future__ import annotations

import io
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch as th
from stable_baselines3 import PPO
from stable_baselines3.common.base_class import BaseAlgorithm

from pwlact.errors import FileError
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.checkpoint import load_state
from pwlact.rl.sb3.checkpoint import MODEL, load_tensors, save_checkpoint, save_model
from pwlact.rl.sb3.environment import make_env
from pwlact.rl.sb3.models import make_model
from pwlact.rl.task import Task
from pwlact.rl.training import TrainingState

Make = Callable[..., Task]
PROGRESS = TrainingState(
    steps=640, episodes=80, seconds=1.25, best_policy=42.5, best_policy_points=(-1.0, 0.1 + 0.2), alive=(0, 3)
)


class Trap:
    """What, when it is unpickled, leaves a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.write_text, (self.path, "caught")


@pytest.fixture
def model(make: Make, small: AgentConfig) -> BaseAlgorithm:
    return _model(make, small, seed=0)


def _model(make: Make, small: AgentConfig, seed: int, segments: int = 3) -> BaseAlgorithm:
    task = make("tuned", segments=segments)
    return make_model(task, small, make_env(task, small).given, seed)


def _numbers(model: BaseAlgorithm) -> list[list[float]]:
    return [tensor.flatten().tolist() for tensor in model.policy.state_dict().values()]


def test_a_checkpoint_restores_model_and_state(
    model: BaseAlgorithm, make: Make, small: AgentConfig, tmp_path: Path
) -> None:
    model.learn(32)
    save_checkpoint(tmp_path, model, PROGRESS)
    other = _model(make, small, seed=1)
    assert _numbers(other) != _numbers(model)
    load_tensors(other, tmp_path / MODEL)
    assert load_state(tmp_path) == PROGRESS
    assert _numbers(other) == _numbers(model)
    ours, theirs = (m.policy.optimizer.state_dict()["state"] for m in (model, other))
    assert [th.equal(ours[k]["exp_avg"], theirs[k]["exp_avg"]) for k in ours] == [True] * len(ours)
    assert len(ours) > 0


def test_a_checkpoint_without_a_best_policy_comes_back(model: BaseAlgorithm, tmp_path: Path) -> None:
    assert load_state(tmp_path) is None
    save_checkpoint(tmp_path, model, TrainingState())
    assert load_state(tmp_path) == TrainingState()


def test_stable_baselines_can_load_what_we_save(model: BaseAlgorithm, tmp_path: Path) -> None:
    save_model(model, tmp_path / "policy.zip")
    loaded = PPO.load(tmp_path / "policy.zip", device="cpu")
    seen = np.zeros((1, 11), dtype=np.float32)
    seen[0, [0, 7]] = 1.0
    assert loaded.predict(seen, deterministic=True)[0] == model.predict(seen, deterministic=True)[0]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 cut off"])
def test_refuses_what_is_no_zip(model: BaseAlgorithm, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "policy.zip"
    path.write_bytes(content)
    _refused(model, path)


def test_refuses_a_zip_cut_short_changed_or_missing(model: BaseAlgorithm, tmp_path: Path) -> None:
    path = tmp_path / "policy.zip"
    _refused(model, path)
    save_model(model, path)
    whole = path.read_bytes()
    for size in (100, len(whole) // 2, len(whole) - 10):
        path.write_bytes(whole[:size])
        _refused(model, path)
    path.write_bytes(whole.replace(b"policy.pth", b"pelicy.pth"))
    _refused(model, path)


def test_refuses_another_network(model: BaseAlgorithm, make: Make, small: AgentConfig, tmp_path: Path) -> None:
    save_model(_model(make, small, seed=0, segments=4), tmp_path / "policy.zip")
    _refused(model, tmp_path / "policy.zip")


def test_runs_no_code_of_a_zip(model: BaseAlgorithm, tmp_path: Path) -> None:
    save_model(model, tmp_path / "good.zip")
    caught = tmp_path / "caught"
    trap = pickle.dumps(Trap(caught))
    stream = io.BytesIO()
    th.save({"trap": Trap(caught)}, stream)
    for name, content in (("data", trap), ("policy.pth", trap), ("policy.pth", stream.getvalue())):
        path = tmp_path / "bad.zip"
        with zipfile.ZipFile(tmp_path / "good.zip") as good, zipfile.ZipFile(path, "w") as bad:
            for entry in good.namelist():
                bad.writestr(entry, content if entry == name else good.read(entry))
        if name == "data":
            load_tensors(model, path)  # the data's pickles are never read
        else:
            _refused(model, path)
        assert not caught.exists()
    pickle.loads(trap)  # the trap works
    assert caught.exists()


def _refused(model: BaseAlgorithm, path: Path) -> None:
    with pytest.raises(FileError) as refused:
        load_tensors(model, path)
    message = str(refused.value)
    assert str(path) in message
    assert "\n" not in message


def test_refuses_a_state_without_its_model(model: BaseAlgorithm, tmp_path: Path) -> None:
    save_checkpoint(tmp_path, model, PROGRESS)
    (tmp_path / MODEL).unlink()
    with pytest.raises(FileError):
        load_tensors(model, tmp_path / MODEL)
