"""Where trials are kept: reachable, of this version, of the same file, and mended after a kill."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from sweeps import GRID, Here, opened, swept

from pwlact.errors import ConfigError, FileError, InputError
from pwlact.settings.sweep_file import sweep_of
from pwlact.studies.sweeps import storage
from pwlact.studies.sweeps.storage import DEFINITION, mend_journal, open_storage

FEW: dict[str, Any] = {**GRID, "functions": ["silu"], "seeds": 1}


def test_optunas_own_tools_read_the_trials(tmp_path: Path) -> None:
    import optuna

    rows = swept(tmp_path / "a", FEW).rows()
    opened_again = open_storage(f"journal:{tmp_path / 'a' / 'journal.log'}")
    study = optuna.load_study(study_name="a/silu", storage=opened_again)
    assert study.best_value == min(row["objective"] for row in rows)
    assert study.best_params == {"segments": 5, "range": "[-8, 8]"}
    assert study.trials[0].user_attrs["seed"] == 0


def test_line_that_a_kill_left_unfinished_is_cut_off(tmp_path: Path) -> None:
    rows = swept(tmp_path / "a", FEW).rows()
    journal = tmp_path / "a" / "journal.log"
    text = journal.read_bytes()
    journal.write_bytes(text[:-20])  # the last trial is not told
    executor = Here()
    assert swept(tmp_path / "a", FEW, executor).rows() == rows
    assert executor.calls == 1
    mend_journal(tmp_path / "none.log")
    assert not (tmp_path / "none.log").exists()


def test_damaged_journal_is_named(tmp_path: Path) -> None:
    swept(tmp_path / "a", FEW)
    journal = tmp_path / "a" / "journal.log"
    journal.write_bytes(b"no journal\n" + journal.read_bytes())
    with pytest.raises(FileError, match=r"journal must be readable, got .*journal\.log"):
        opened(tmp_path / "a", sweep_of(FEW))


@pytest.mark.parametrize(
    "url",
    ["sqlite:////nowhere/at/all.db", "nonsense", "postgresql://user:secret@localhost:1/studies", "mysql+none://host/x"],
)
def test_unreachable_storage_is_one_line_without_the_password(url: str) -> None:
    with pytest.raises(ConfigError, match="storage must be reachable") as refusal:
        open_storage(url)
    assert "\n" not in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_a_missing_driver_of_a_database_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg2", None)
    with pytest.raises(ConfigError, match="install its driver, as psycopg2-binary"):
        open_storage("postgresql://localhost:1/studies")


def test_changed_file_is_refused_with_what_changed(tmp_path: Path) -> None:
    swept(tmp_path / "a", FEW)
    changed = {**FEW, "search": {"method": "curvature"}, "space": {"segments": [2]}}
    with pytest.raises(ConfigError, match="got another search and space in a/silu; give another --name"):
        opened(tmp_path / "a", sweep_of(changed))
    opened(tmp_path / "a", sweep_of({**FEW, "figure": {"along": "segments"}}))


@pytest.mark.parametrize("known", [{"schema": "pwlact.sweep/2"}, "text", None])
def test_study_of_another_version_is_refused(known: object, tmp_path: Path) -> None:
    study = next(iter(swept(tmp_path / "a", FEW).studies.values()))
    study.set_user_attr(DEFINITION, known)
    with pytest.raises(ConfigError, match=r"a study is of schema 'pwlact\.sweep/1', got a/silu"):
        opened(tmp_path / "a", sweep_of(FEW))


def test_missing_optuna_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"pip install 'pwlact\[studies\]'"):
        open_storage("sqlite://")


def test_definition_is_kept_as_json(tmp_path: Path) -> None:
    study = next(iter(swept(tmp_path / "a", FEW).studies.values()))
    assert json.loads(json.dumps(study.user_attrs[DEFINITION])) == study.user_attrs[DEFINITION]
