"""A pretraining in its folder: weights that say what made them, and settings that must stay."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from pwlact.errors import ConfigError
from pwlact.rl.general.config import PretrainConfig
from pwlact.runs.pretraining import run_pretraining
from pwlact.search.general.weights import load_weights

TINY = PretrainConfig(steps=16, functions=8, held_out=2, lessons=1, width=16, batch=256, walks=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("jax")
    made = tmp_path_factory.mktemp("pretrained") / "policy"
    run_pretraining(TINY, made, lambda _status: True)
    return made


def test_the_weights_say_what_made_them(folder: Path) -> None:
    weights = load_weights(folder / "general.npz")
    assert weights.max_points == 128
    assert weights.about["command"].startswith("pwlact pretrain --steps 16 --seed 0")
    assert weights.about["steps"] == 16
    assert "numpy" in weights.about["versions"]


def test_more_steps_go_on(folder: Path) -> None:
    weights, _ = run_pretraining(dataclasses.replace(TINY, steps=32), folder, lambda _status: True)
    assert weights.about["steps"] == 32


def test_other_settings_are_refused(folder: Path) -> None:
    with pytest.raises(ConfigError, match="goes on with its own settings, got seed 1"):
        run_pretraining(dataclasses.replace(TINY, seed=1), folder, lambda _status: True)


def test_jax_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pwlact.rl import engine

    monkeypatch.setattr(engine, "find_spec", lambda _module: None)
    with pytest.raises(ConfigError, match="needs the extra jax"):
        run_pretraining(TINY, tmp_path / "new", lambda _status: True)
    assert not (tmp_path / "new").exists()
