"""A sweep in its folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from sweeps import GRID, Here, swept

from pwlact.errors import ConfigError, FileError, RunError
from pwlact.runs.lock import locked
from pwlact.settings.sweep_file import sweep_of
from pwlact.studies.sweeps.run import Place
from pwlact.studies.sweeps.session import check_success, complete, sweep_in
from pwlact.studies.sweeps.trial import Row

FILE = sweep_of({**GRID, "functions": ["silu"], "seeds": 1})


def test_folder_that_could_not_begin_is_removed(tmp_path: Path) -> None:
    place = Place(folder=tmp_path / "a")
    with pytest.raises(ConfigError, match="--cluster"), sweep_in(FILE, place) as sweep:
        complete(sweep, 1, "dusk:here", lambda _: None)
    with pytest.raises(ConfigError), sweep_in(FILE, Place(folder=tmp_path / "b", storage="sqlite:////nowhere/x.db")):
        pass
    assert list(tmp_path.iterdir()) == []


def test_folder_with_finished_trials_stays(tmp_path: Path) -> None:
    swept(tmp_path / "a", {**GRID, "functions": ["silu"], "seeds": 1})
    with pytest.raises(ConfigError), sweep_in(FILE, Place(folder=tmp_path / "a")):
        raise ConfigError("late")
    assert (tmp_path / "a" / "journal.log").exists()


def test_folder_of_a_run_and_of_another_process_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "config.toml").touch()
    with pytest.raises(FileError, match="which is a run's"), sweep_in(FILE, Place(folder=tmp_path / "run")):
        pass
    (tmp_path / "a").mkdir()
    with (
        locked(tmp_path / "a"),
        pytest.raises(FileError, match="a sweep is run by one process at a time"),
        sweep_in(FILE, Place(folder=tmp_path / "a")),
    ):
        pass


def test_sweep_without_a_success_is_a_failed_run(tmp_path: Path) -> None:
    def lost(_: object) -> Row:
        raise RunError("no luck")

    with pytest.raises(RunError, match="got 24 failures, the first: no luck"):
        check_success(swept(tmp_path / "a", executor=Here(task=lost)))
    check_success(swept(tmp_path / "b"))
