"""Searches that the page asked for, the latest of them kept: the files are then of the same results."""

from __future__ import annotations

import functools
import warnings
from dataclasses import dataclass

from pwlact.errors import PwlactWarning
from pwlact.report.explore.ask import Ask
from pwlact.runs.command import command_of_search
from pwlact.runs.folder import slug
from pwlact.runs.searching import search
from pwlact.search.result import Result

KEPT = 8  # searches


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found.

    Parameters
    ----------
    result : Result
        The result.
    command : str
        The same search on the command line.
    name : str
        A name for its run folder.
    notes : tuple of str
        Warnings of the search.
    """

    result: Result
    command: str
    name: str
    notes: tuple[str, ...]


@functools.lru_cache(maxsize=KEPT)
def find(ask: Ask) -> Found:
    """Search as asked.

    Raises
    ------
    InputError
        If what is asked is bad.
    RunError
        If no number of segments up to the limit is enough.
    """
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", PwlactWarning)
        config = ask.settings()
        result = search(config)
    notes = dict.fromkeys(str(warning.message) for warning in told if issubclass(warning.category, PwlactWarning))
    return Found(result=result, command=command_of_search(config, result), name=_name(result), notes=tuple(notes))


def _name(result: Result) -> str:
    """Return a run's name that says function, segments and format."""
    problem = result.problem
    format_ = [] if problem.spec is None else [problem.spec.input.name]
    return "-".join([slug(problem.activation.name) or "f", str(problem.segments), *format_])
