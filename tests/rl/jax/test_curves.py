"""Learning curves are read by TensorBoard; without its package one line says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from pwlact.errors import PwlactWarning
from pwlact.rl.jax import curves
from pwlact.rl.jax.curves import Curves


def test_tensorboard_reads_what_is_written(tmp_path: Path) -> None:
    with Curves(tmp_path) as writer:
        writer.write(64, {"rollout/ep_rew_mean": 1.5, "train/value_loss": 0.25})
        writer.write(128, {"rollout/ep_rew_mean": 2.0})
    read = EventAccumulator(str(tmp_path)).Reload()
    assert sorted(read.Tags()["scalars"]) == ["rollout/ep_rew_mean", "train/value_loss"]
    assert [(event.step, event.value) for event in read.Scalars("rollout/ep_rew_mean")] == [(64, 1.5), (128, 2.0)]


def test_without_its_package_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(curves, "find_spec", lambda name: None)
    with pytest.warns(PwlactWarning, match="learning curves need the package tensorboard"), Curves(tmp_path) as writer:
        writer.write(64, {"rollout/ep_rew_mean": 1.5})
    assert list(tmp_path.iterdir()) == []
