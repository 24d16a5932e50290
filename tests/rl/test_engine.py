"""The engine is one function behind which its libraries hide; without them, one line says what to install."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pwlact.errors import ConfigError
from pwlact.rl import engine
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.task import Task

Make = Callable[..., Task]


@pytest.mark.parametrize("module", engine.MODULES)
def test_a_missing_library_is_named_with_the_command(
    make: Make, small: AgentConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(engine, "find_spec", lambda name: None if name == module else found(name))
    task = make("tuned", segments=3)
    for work in (
        engine.require_engine,
        lambda: engine.train(task, small, 0, tmp_path, lambda _status: True),
        lambda: engine.play_policy(task, small, tmp_path / "best.zip"),
    ):
        with pytest.raises(ConfigError, match=rf"got no {module}; run `pip install 'pwlact\[rl\]'`"):
            work()
    assert list(tmp_path.iterdir()) == []


def test_all_but_the_engine_is_free_of_torch_and_stable_baselines() -> None:
    code = (
        "import sys, pkgutil, importlib, pwlact.rl;"
        "[importlib.import_module(f'pwlact.rl.{m.name}') for m in pkgutil.iter_modules(pwlact.rl.__path__)"
        " if m.name != 'sb3'];"
        "print({'torch', 'stable_baselines3', 'tensorboard'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
