"""What a page tells of: a result, with its run folder where it has one."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from pwlact.runs.command import command_of
from pwlact.runs.folder import RESULT
from pwlact.search.result import Result
from pwlact.search.result_json import load_result


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A result, and what is known of it beside.

    Parameters
    ----------
    name : str
        What it is called on the page.
    result : Result
        The result.
    command : str or None
        Command line that found it, where it is known.
    folder : Path or None
        Its run folder, which holds a training's history; None where there is none.
    beside : int
        Number of results on the page, which share its size.
    """

    name: str
    result: Result
    command: str | None = None
    folder: Path | None = None
    beside: int = 1


def subject_of(path: Path) -> Subject:
    """Return the subject of a result.json.

    Raises
    ------
    FileError
        If the file cannot be read or is no result.
    """
    subject = subject_from(load_result(path), path.resolve().parent)
    return subject if path.name == RESULT else dataclasses.replace(subject, name=path.stem)


def subject_from(result: Result, folder: Path | None) -> Subject:
    """Return the subject of a result with its run folder, where it has one.

    Raises
    ------
    FileError
        If the folder's settings cannot be read.
    """
    if folder is None:
        return Subject(name=result.problem.activation.name, result=result)
    return Subject(name=folder.name, result=result, command=command_of(folder), folder=folder)
