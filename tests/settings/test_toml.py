"""Settings as TOML: there and back, over a preset, and what is refused."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwlact.cli.commands.train import read_command, read_config
from pwlact.errors import ConfigError, FileError
from pwlact.rl.agent_config import PPOConfig, TD3Config
from pwlact.rl.config import EnvConfig
from pwlact.rl.presets import presets
from pwlact.rl.schedules import ScheduleConfig
from pwlact.search.reward import RewardConfig
from pwlact.settings.toml import check_table, present_option, read_toml, to_toml, to_words
from pwlact.settings.training import TrainConfig


def _read(folder: Path, text: str, *words: str) -> TrainConfig:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return read_command([*words, "--config", str(path)])


_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


@settings(max_examples=30)
@given(st.data())
def test_comes_back_as_it_went(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    by_name = data.draw(st.booleans())
    low = data.draw(st.floats(-1e6, 1e6))
    config = TrainConfig(
        function="silu:beta=1.702" if by_name else None,
        expr=None if by_name else data.draw(_TEXT),
        left_tail=data.draw(st.none() | st.tuples(st.floats(-9, 9), st.floats(-9, 9))),
        range=data.draw(st.none() | st.just((low, low + 1))),
        segments=data.draw(st.integers(2, 99)),
        algorithm=data.draw(st.sampled_from(["ppo", "a2c", "sac", "td3"])),
        preset=data.draw(st.sampled_from(["tuned", "paper"])),
        steps=data.draw(st.none() | st.integers(1, 10**9)),
        seed=data.draw(st.integers(0, 2**31 - 1)),
        polish=data.draw(st.booleans()),
        out=data.draw(_TEXT),
        name=data.draw(st.none() | _TEXT),
        env=EnvConfig(spread=data.draw(st.floats(1.001, 1e9)), truncate=data.draw(st.booleans())),
        reward=RewardConfig(out_of_range=data.draw(st.floats(-1e9, 1e9))),
        schedule=ScheduleConfig(kind="one-cycle", decay="exponential", end=0.1),
        ppo=PPOConfig(learning_rate=data.draw(st.floats(1e-12, 1.0)), envs=data.draw(st.integers(1, 99))),
        td3=TD3Config(action_noise=0.3),
    )
    path = tmp_path_factory.mktemp("toml") / "config.toml"
    path.write_text(to_toml(config), encoding="utf-8")
    assert read_config(path) == config


def test_a_file_counts_more_than_its_preset_and_a_word_more_than_a_file(tmp_path: Path) -> None:
    text = 'function = "silu"\npreset = "paper"\nseed = 3\nsegments = 5\n[env]\nstep_min = 0.2\n'
    command = _read(tmp_path, text, "--seed", "4")
    paper = presets("paper")
    assert command.function == "silu"
    assert (command.seed, command.segments) == (4, 5)
    assert command.env == dataclasses.replace(paper["env"], step_min=0.2)
    assert command.reward == paper["reward"]
    assert _read(tmp_path, text, "sigmoid").function == "sigmoid"
    assert _read(tmp_path, text, "--expr", "x**2").function is None
    assert _read(tmp_path, text, "--preset", "tuned").env == EnvConfig(step_min=0.2)


@pytest.mark.parametrize("text", ["learning-rate = 0.25", "learning_rate = 0.25"])
def test_hyphens_and_underscores_are_alike(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, f"[ppo]\n{text}\n").ppo.learning_rate == 0.25


def test_the_order_of_keys_does_not_matter(tmp_path: Path) -> None:
    command = _read(tmp_path, 'range = [-4, 4.5]\nleft_tail = [0, -1]\nfunction = "gelu"\n')
    assert (command.function, command.range, command.left_tail) == ("gelu", (-4.0, 4.5), (0.0, -1.0))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("nosuch = 1", "nosuch"),
        ("help = true", "help"),
        ('config = "other.toml"', "config"),
        ("[ppo]\nlearning_rat = 0.1", "ppo.learning_rate?"),
        ("[pppo]\nenvs = 1", "ppo?"),
        ("segments = 9.5", "segments"),
        ("segments = true", "segments"),
        ('segments = "many"', "segments"),
        ("segments = [9]\nfunction = 3", "function"),
        ("polish = 1", "polish"),
        ('polish = "yes"', "polish"),
        ("range = [8]", "range"),
        ("range = [1, 2, 3]", "3"),
        ("range = []", "range"),
        ('range = ["a", "b"]', "range"),
        ("env = 5", "env"),
        ("seed = {x = 1}", "seed"),
        ("seed = -1", "-1"),
        ("seed = 2020-01-01", "2020"),
        ("seeds = 0", "seeds"),
        ('algorithm = "dqn"', "dqn"),
        ('preset = "best"', "best"),
        ("preset = 3", "3"),
        ("[env]\nspread = inf", "spread"),
        ("[reward]\nepsilon = nan", "epsilon"),
        ("[schedule]\nwarmup = 2.0", "warmup"),
        ('function = "-x"', "-x"),
    ],
)
def test_bad_settings_are_named_in_one_line(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _read(tmp_path, text)
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("content", [b"x", b"a = ", b"\xff\xfe", b"[a]\n[a]"])
def test_refuses_what_is_no_toml(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(FileError, match="holds TOML"):
        read_toml(path)
    with pytest.raises(FileError, match="readable"):
        read_toml(tmp_path / "nothing.toml")


def test_words_are_the_command_lines() -> None:
    table: dict[str, Any] = {"range": [-1, 2.5], "a_b": {"c_d": True, "e": False}, "t": "x y", "function": "f"}
    words = ["f", "--range", "-1", "2.5", "--a-b.c-d", "--a-b.no-e", "--t=x y"]
    assert to_words(table) == words


def test_a_table_is_checked_against_the_record() -> None:
    check_table({"polish": True, "ppo": {"envs": 3}, "seed": 1}, TrainConfig())
    with pytest.raises(ConfigError, match=r"env\.nosuch"):
        check_table({"env": {"nosuch": 1}}, TrainConfig())


@pytest.mark.parametrize(
    ("word", "present"),
    [
        ("--reward.sharpness=3", "--reward.reward-power=3"),
        ("--ppo.deformation", "--ppo.start-spread"),
        ("--reward.epsilon=1", "--reward.epsilon=1"),
        ("reward.sharpness", "reward.sharpness"),
        ("gelu", "gelu"),
    ],
)
def test_an_option_by_its_earlier_name_has_its_present_one(word: str, present: str) -> None:
    assert present_option(word) == present


def test_data_beside_the_settings_are_named_with_their_folder(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('data = "data.npz"\n', encoding="utf-8")
    assert read_toml(path) == {"data": "data.npz"}
    (tmp_path / "data.npz").touch()
    assert read_toml(path) == {"data": str(tmp_path / "data.npz")}
