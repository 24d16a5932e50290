"""Engines are chosen by name, by what they serve and by what is installed; one line says what to install."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from pwlact.errors import ConfigError
from pwlact.rl import engine
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.engine import ENGINES, chosen_engine
from pwlact.rl.task import Task

Make = Callable[..., Task]
Hide = Callable[[Iterable[str]], None]
LIBRARIES = [(name, module) for name, one in ENGINES.items() for module in one.modules]


@pytest.fixture
def hide(monkeypatch: pytest.MonkeyPatch) -> Hide:
    """Give what makes modules appear as not installed."""
    found = importlib.util.find_spec

    def hidden(modules: Iterable[str]) -> None:
        monkeypatch.setattr(engine, "find_spec", lambda name: None if name in modules else found(name))

    return hidden


@pytest.mark.parametrize(("name", "module"), LIBRARIES)
def test_a_missing_library_is_named_with_the_command(
    make: Make, small: AgentConfig, tmp_path: Path, hide: Hide, name: engine.ConcreteName, module: str
) -> None:
    hide([module])
    task, config = make("tuned", segments=3), replace(small, engine=name)
    message = rf"got no {module}; run `pip install 'pwlact\[{ENGINES[name].extra}\]'`"
    with pytest.raises(ConfigError, match=message):
        chosen_engine(name, "ppo")
    with pytest.raises(ConfigError, match=message):
        engine.train(task, config, 0, tmp_path, lambda _status: True)
    assert list(tmp_path.iterdir()) == []


def test_a_policy_of_a_missing_engine_is_refused_and_one_of_jax_needs_none(
    make: Make, small: AgentConfig, tmp_path: Path, hide: Hide
) -> None:
    task, config = make("tuned", segments=3), replace(small, engine="jax", steps=16)
    engine.train(task, config, 0, tmp_path, lambda _status: True)
    hide([module for _, module in LIBRARIES])
    assert engine.play_policy(task, config, tmp_path / "policies" / "final.npz").complete
    with pytest.raises(ConfigError, match="got no gymnasium; run `pip install"):
        engine.play_policy(task, config, tmp_path / "policies" / "final.zip")


@pytest.mark.parametrize(
    ("missing", "algorithm", "wanted"),
    [((), "ppo", "jax"), (["optax"], "ppo", "sb3"), (["torch"], "ppo", "jax"), ((), "a2c", "sb3"), ((), "td3", "sb3")],
)
def test_auto_takes_jax_where_it_is_installed_and_serves(
    hide: Hide, missing: tuple[str, ...], algorithm: engine.AlgorithmName, wanted: str
) -> None:
    hide(missing)
    assert chosen_engine("auto", algorithm) == wanted


def test_without_any_engine_one_line_says_what_to_install(hide: Hide) -> None:
    hide([module for _, module in LIBRARIES])
    with pytest.raises(ConfigError, match=r"got no jax; run `pip install 'pwlact\[jax\]'`"):
        chosen_engine("auto", "ppo")
    with pytest.raises(ConfigError, match=r"got no gymnasium; run `pip install 'pwlact\[rl\]'`"):
        chosen_engine("auto", "sac")


def test_what_an_engine_does_not_serve_is_refused() -> None:
    with pytest.raises(ConfigError, match="the engine jax serves ppo, got sac; leave out --engine"):
        chosen_engine("jax", "sac")


def _loaded(code: str) -> str:
    """Return the libraries of the engines that a program loads."""
    libraries = {module for _, module in LIBRARIES}
    code = f"import sys; {code}; print(sorted({libraries!r} & set(sys.modules)))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_all_but_the_engines_is_free_of_their_libraries() -> None:
    loaded = _loaded(
        "import pkgutil, importlib, pwlact.rl;"
        "[importlib.import_module(f'pwlact.rl.{m.name}') for m in pkgutil.iter_modules(pwlact.rl.__path__)"
        " if m.name not in ('sb3', 'jax')]"
    )
    assert loaded == "['gymnasium']"


def test_the_engine_jax_is_free_of_torch_and_stable_baselines() -> None:
    loaded = _loaded("import pwlact.rl.jax.learning, pwlact.rl.jax.replay, pwlact.runs.training")
    assert loaded == "['gymnasium', 'jax', 'optax']"


def test_a_policy_is_played_without_jax() -> None:
    assert _loaded("import pwlact.rl.jax.replay") == "['gymnasium']"
