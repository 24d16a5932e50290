"""A pretraining: it learns, and one that was killed goes on as if it had not been."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pwlact.errors import FileError
from pwlact.rl.general import train
from pwlact.rl.general.checkpoint import CHECKPOINT
from pwlact.rl.general.config import PretrainConfig
from pwlact.rl.general.status import PretrainStatus

TINY = PretrainConfig(steps=64, functions=8, held_out=2, lessons=1, width=16, batch=256, walks=4, taught=0.6)


class Killed(Exception):
    """Ends a training as a kill does: nothing is written."""


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "EVALUATION", 16)


def _run(folder: Path, kill_at: int | None = None) -> train.Trained:
    folder.mkdir(exist_ok=True)

    def watch(status: PretrainStatus) -> bool:
        if status.steps == kill_at:
            raise Killed
        return True

    return train.pretrain(TINY, folder, watch)


@pytest.mark.usefixtures("often")
def test_a_killed_pretraining_goes_on_exactly(tmp_path: Path) -> None:
    whole = _run(tmp_path / "whole")
    for kill_at in (32, 48):  # in either phase
        with pytest.raises(Killed):
            _run(tmp_path / "killed", kill_at)
    resumed = _run(tmp_path / "killed")
    assert resumed.steps == whole.steps == 64
    assert all(np.array_equal(a, b) for a, b in zip(whole.layers, resumed.layers, strict=True))
    assert whole.gap == resumed.gap


def test_the_watcher_is_told_of_phases_and_stops_the_training(tmp_path: Path) -> None:
    told: list[PretrainStatus] = []

    def watch(status: PretrainStatus) -> bool:
        told.append(status)
        return status.steps < 48

    trained = train.pretrain(TINY, tmp_path, watch)
    assert trained.steps == 48
    assert [status.steps for status in told] == [0, 16, 32, 48]
    assert [status.phase for status in told][::3] == ["drawing functions", "following the gradient"]
    assert (tmp_path / CHECKPOINT).exists()


def test_a_damaged_checkpoint_is_refused(tmp_path: Path) -> None:
    (tmp_path / CHECKPOINT).write_bytes(b"nothing")
    with pytest.raises(FileError):
        train.pretrain(TINY, tmp_path, lambda _status: True)
