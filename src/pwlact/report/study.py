"""What a page tells of beside results: a network with tables in it, or a family of functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pwlact.errors import FileError
from pwlact.files import is_file, parse_json, read_text
from pwlact.many import load_family
from pwlact.models.budgets.written import ALLOCATION, is_allocation
from pwlact.report.section import Section
from pwlact.report.sections.allocation import allocation
from pwlact.report.sections.evaluation import evaluation
from pwlact.report.sections.family import family
from pwlact.report.sections.recovery import recovery
from pwlact.report.subject import Subject, subject_of
from pwlact.runs.families import is_family
from pwlact.runs.folder import find_result
from pwlact.studies.evaluation.compute import EVALUATION
from pwlact.studies.evaluation.text import evaluation_from_json, is_evaluation
from pwlact.studies.recovery.record import is_recovery, recovery_from_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of study that is kept as JSON.

    Parameters
    ----------
    file : str or None
        Its file in a folder that the user names; None where there is none.
    is_this : callable
        Tells whether a JSON object is of the kind.
    read : callable
        From the JSON object to what the section shows.
    section : callable
        From that to its section.
    """

    file: str | None
    is_this: Callable[[Any], bool]
    read: Callable[[Any], Any]
    section: Callable[[Any], Section]


KINDS = (
    Kind(file=EVALUATION, is_this=is_evaluation, read=evaluation_from_json, section=evaluation),
    Kind(file=ALLOCATION, is_this=is_allocation, read=dict, section=allocation),
    Kind(file=None, is_this=is_recovery, read=recovery_from_json, section=recovery),
)
"""The kinds of studies; families are .npz files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A study, and the section that shows it.

    Parameters
    ----------
    name : str
        What it is called on the page.
    section : Section
        What there is to see.
    """

    name: str
    section: Section


def find_subject(text: str, runs: str = "runs") -> Subject | Study:
    """Return what a text names: a study's file or folder, a family, or a result.

    Parameters
    ----------
    text : str
        A path, or a run's name within `runs`.
    runs : str
        Folder of the run folders.

    Raises
    ------
    FileError
        If there is none, or it is damaged.
    """
    if is_family(text):
        return Study(name=Path(text).stem, section=family(load_family(Path(text))))
    return _study(Path(text)) or subject_of(find_result(text, runs))


def _study(path: Path) -> Study | None:
    """Return the study of a JSON file, or of a folder that has one; None where there is none."""
    places = [path, *(path / kind.file for kind in KINDS if kind.file is not None)]
    for place in places:
        data = _json(place) if is_file(place) and place.suffix == ".json" else None
        for kind in KINDS:
            if kind.is_this(data):
                name = place.parent.name if place.name == kind.file else place.stem
                return Study(name=name, section=kind.section(kind.read(data)))
    return None


def _json(path: Path) -> Any:
    """Return the JSON of a file; None where it has none, which a result's reader says."""
    try:
        return parse_json(read_text(path))
    except OSError as fault:
        raise FileError(f"a file must be readable, got {path}: {fault.strerror}; check the path") from fault
    except (ValueError, RecursionError):
        return None
