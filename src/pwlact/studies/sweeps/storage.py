"""Where a sweep's trials are kept: studies of Optuna, one a function, in a journal file or a database."""

from __future__ import annotations

import contextlib
import json
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pwlact.errors import ConfigError, FileError, PwlactError
from pwlact.settings.sweep_space import Table

if TYPE_CHECKING:
    from optuna.pruners import BasePruner
    from optuna.storages import BaseStorage
    from optuna.study import Study
    from optuna.trial import Trial

JOURNAL = "journal:"
"""What a storage's text begins with where it is a file; any other is a database's URL."""
DEFINITION = "pwlact.sweep"
"""Attribute of a study with the definition of its sweep."""

LOCK_SECONDS = 5  # until a journal's lock counts as that of a killed process; it is held for milliseconds
TRIALS = "trials"
"""The only part of a definition that may grow."""


def require_optuna() -> None:
    """Check that Optuna is installed.

    Raises
    ------
    ConfigError
        If it is not.
    """
    if find_spec("optuna") is None:
        raise ConfigError("a sweep needs the extra studies, got no optuna; run `pip install 'pwlact[studies]'`")


def open_storage(text: str) -> BaseStorage:
    """Return the storage that a text names: journal:PATH, or a database's URL.

    Raises
    ------
    ConfigError
        If Optuna is not installed, or the database cannot be reached.
    FileError
        If the file cannot be written, or is damaged.
    """
    require_optuna()
    import optuna
    from optuna.storages import JournalStorage, RDBStorage
    from optuna.storages.journal import JournalFileBackend, JournalFileSymlinkLock

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.filterwarnings("ignore", module="optuna")
    path = text.removeprefix(JOURNAL)
    with storage_faults(text):
        if text.startswith(JOURNAL):
            return JournalStorage(JournalFileBackend(path, JournalFileSymlinkLock(path, LOCK_SECONDS)))
        return RDBStorage(text)


@contextlib.contextmanager
def storage_faults(text: str) -> Iterator[None]:
    """Within the context, a fault of the storage is one line that names it; a database's password is left out."""
    try:
        yield
    except PwlactError:
        raise
    except Exception as fault:  # what a database's driver may raise
        why = " ".join(str(getattr(fault, "orig", None) or fault).split())
        words = f"{type(fault).__name__}: {why}"[:200]
        if text.startswith(JOURNAL):
            raise FileError(f"a sweep's journal must be readable, got {text.removeprefix(JOURNAL)}: {words}") from fault
        driver = isinstance(fault, ImportError)
        remedy = "install its driver, as psycopg2-binary" if driver else "check --storage, as sqlite:///sweeps.db"
        raise ConfigError(f"a sweep's storage must be reachable, got {_shown(text)}: {words}; {remedy}") from fault


def _shown(url: str) -> str:
    """Return a database's URL without a password."""
    scheme, mark, rest = url.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"


def mend_journal(path: Path) -> None:
    """Cut off a journal's last line where a kill has left it unfinished, for Optuna would append to it.

    Nobody else may write to it meanwhile.
    """
    text = path.read_bytes() if path.is_file() else b""
    if text and not text.endswith(b"\n"):
        with path.open("r+b") as file:
            file.truncate(text.rfind(b"\n") + 1)


def study_of(storage: BaseStorage, name: str, definition: Table, *, larger: bool) -> Study:
    """Return the study of this name, made where there is none.

    Raises
    ------
    ConfigError
        If it was begun with another definition, or is no sweep's.
    """
    import optuna

    direction = optuna.study.StudyDirection.MAXIMIZE if larger else optuna.study.StudyDirection.MINIMIZE
    study = optuna.create_study(storage=storage, study_name=name, direction=direction, load_if_exists=True)
    known, asked = study.user_attrs.get(DEFINITION), json.loads(json.dumps(definition))
    if known is not None or study.get_trials(deepcopy=False):
        _check_definition(name, known, asked)
    if known != asked:
        study.set_user_attr(DEFINITION, asked)
    return study


def _check_definition(name: str, known: Any, asked: Table) -> None:
    if not isinstance(known, dict) or known.get("schema") != asked["schema"]:
        found = known.get("schema") if isinstance(known, dict) else "none"
        raise ConfigError(f"a study is of schema {asked['schema']!r}, got {name} with {found!r}; give another --name")
    changed = sorted(key for key in known.keys() | asked.keys() if known.get(key) != asked.get(key))
    if changed == [TRIALS] and asked.get(TRIALS, 0) >= known.get(TRIALS, 0):
        return  # the earlier ones stay the first
    if changed:
        raise ConfigError(
            f"a sweep goes on with the file that began it, got another {' and '.join(changed)} in {name}; "
            "give another --name, or take back the change"
        )


def pruner_of(name: str, reports: int) -> BasePruner:
    """Return a pruner by name, for trainings that report up to `reports` times."""
    import optuna

    if name == "median":
        return optuna.pruners.MedianPruner(n_startup_trials=5, n_warmup_steps=reports // 5)
    if name == "hyperband":
        return optuna.pruners.HyperbandPruner(min_resource=1, max_resource=reports, reduction_factor=3)
    return optuna.pruners.NopPruner()


def load_trial(storage: str, name: str, number: int, pruner: BasePruner) -> Trial:
    """Return a trial that runs, for a worker.

    Raises
    ------
    InputError
        If the storage cannot be reached from here.
    """
    opened = open_storage(storage)
    import optuna

    with storage_faults(storage):
        study = optuna.load_study(study_name=name, storage=opened, pruner=pruner)
        return trial_of(study, number)


def trial_of(study: Study, number: int) -> Trial:
    """Return a trial by its number, to which reports, attributes and figures can be added."""
    import optuna

    return optuna.Trial(study, study._storage.get_trial_id_from_study_id_trial_number(study._study_id, number))
