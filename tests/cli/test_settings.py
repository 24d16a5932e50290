"""Options over a settings file over defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from pwlact.cli.commands.search import SearchCommand
from pwlact.cli.main import main
from pwlact.cli.settings import read_settings, subset, value_of
from pwlact.errors import ConfigError
from pwlact.settings.search import SearchConfig


def _read(*words: str) -> SearchConfig:
    return read_settings(SearchCommand, list(words), "search", lambda _table: SearchCommand())


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Give a settings file."""
    path = tmp_path / "a.toml"
    path.write_text('function = "tanh"\nsegments = 7\n[dp]\nstarts = 2\n')
    return str(path)


def test_options_count_more_than_the_file_and_the_file_more_than_defaults(file: str) -> None:
    read = _read("--config", file, "--segments", "3")
    assert (read.function, read.segments, read.chosen().name) == ("tanh", 3, "minimax")
    assert _read("silu", "--config", file).function == "silu"
    assert _read("--config", file, "--expr", "-x").expr == "-x"
    assert _read(f"--config={file}").segments == 7


def test_a_file_is_named_in_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "b.toml"
    path.write_text("segmnts = 3\n")
    with pytest.raises(ConfigError, match=rf"in {path}: a setting must be known, got segmnts; did you mean segments?"):
        _read("--config", str(path))


def test_a_value_is_found_ahead_of_the_parse() -> None:
    assert value_of("--preset", ["gelu", "--preset", "paper"]) == "paper"
    assert value_of("--preset", ["gelu", "--preset=paper"]) == "paper"
    assert value_of("--preset", ["gelu"]) is None
    assert value_of("--preset", ["gelu", "--preset"]) is None


def test_a_command_without_what_only_the_command_line_needs(file: str) -> None:
    config = subset(SearchConfig, _read("--config", file))
    assert type(config) is SearchConfig
    assert (config.function, config.segments) == ("tanh", 7)


def test_a_runs_own_settings_make_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(("search", "--expr", "-x*2", "--segments", "2", "--no-figures", "--name", "first")) == 0
    assert main(("search", "--config", "runs/first/config.toml", "--no-figures", "--name", "second")) == 0
    assert main(("search", "--config", "runs/first/config.toml", "--no-figures")) == 0
    assert len(list((tmp_path / "runs").iterdir())) == 3
    texts = [(folder / "config.toml").read_text(encoding="utf-8") for folder in (tmp_path / "runs").iterdir()]
    assert len(set(texts)) == 1
