"""Writing all files of a target, or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from export.test_conformance import source_for
from export.units import silu_unit, source_of

from pwlact.errors import ConfigError, FileError, FormatError
from pwlact.export import TARGETS, export


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode(errors="replace") for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_written_and_written_again(target: str, tmp_path: Path) -> None:
    source, folder = source_for(TARGETS[target], silu_unit()), tmp_path / "a" / "b"
    for _ in range(2):
        paths = export(source, target, folder)
        assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in paths)
        made = TARGETS[target].files(source).items()
        assert contents(folder) == {
            name: content if isinstance(content, str) else content.decode(errors="replace") for name, content in made
        }


def test_nothing_is_made_where_a_target_cannot(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"search with --format q4.12"):
        export(source_of(None), "c", tmp_path / "out")
    with pytest.raises(ConfigError, match="a target is one of"):
        export(source_of(None), "vhdl", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_in_place_of_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("here")
    with pytest.raises(FileError, match="must be a writable folder"):
        export(source_of(silu_unit()), "c", tmp_path / "out")
    assert (tmp_path / "out").read_text() == "here"


@pytest.mark.parametrize("failing", range(1, 4))
@pytest.mark.parametrize("old", ["pwl_silu_lut8.h", "pwl_silu_lut8.json"])
def test_a_fault_leaves_the_folder_as_it_was(
    failing: int, old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of two files exists already, the other is new; a rename fails at each place in turn."""
    (tmp_path / old).write_text("old")
    (tmp_path / "other").write_text("kept")
    before, replace, calls = contents(tmp_path), Path.replace, []

    def faulty(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", faulty)
    with pytest.raises(FileError, match="No space left on device; choose another place"):
        export(source_of(None), "lut8", tmp_path)
    assert contents(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", old]
