"""`pwlact models profile`: what it prints, writes and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tiny_network import TinyNetwork

from pwlact.cli.commands import models_profile
from pwlact.errors import ConfigError, FileError, PwlactWarning
from pwlact.fit.profile_file import read_profile

pytestmark = pytest.mark.filterwarnings("ignore::pwlact.errors.PwlactWarning")


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models_profile, "open_network", lambda _choice: TinyNetwork())


def run(folder: Path, *words: object) -> int:
    return models_profile.run(["tiny", "--out", str(folder / "p.npz"), *map(str, words)])


def test_it_writes_a_profile_and_prints_a_row_for_each_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--count", 500, "--csv", tmp_path / "p.csv", "--plot", tmp_path / "p.svg") == 0
    text = capsys.readouterr().out
    assert "tiny network, profiled on 500 samples" in text
    assert all(name in text for name in ("wide", "narrow/act", "last", "all sites of a function"))
    profile = read_profile(tmp_path / "p.npz")
    assert (profile.network, profile.samples, len(profile.sites)) == ("tiny", 500, 3)
    assert all((tmp_path / name).stat().st_size for name in ("p.csv", "p.svg"))


def test_json_is_all_that_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--json", "--no-sensitivity") == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["site"] for row in found["sites"]] == ["wide", "narrow/act", "last"]
    assert all(row["sensitivity"] is None for row in found["sites"])
    assert read_profile(tmp_path / "p.npz").sites[0].squares is None


def test_a_default_range_that_is_left_often_is_warned_of(tmp_path: Path) -> None:
    with pytest.warns(PwlactWarning, match=r"% of the inputs .* lie outside the range -8 to 8"):
        run(tmp_path)


@pytest.mark.parametrize("words", [("--count", 0), ("--plot", "p.txt")])
def test_bad_settings_are_refused_and_nothing_is_written(tmp_path: Path, words: tuple[object, ...]) -> None:
    with pytest.raises(ConfigError):
        run(tmp_path, *words)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_refused_ahead_of_the_work(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="nowhere"):
        run(tmp_path / "nowhere")
