"""The record of an export target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pwlact.export.source import Source


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of file that a result is exported as.

    Parameters
    ----------
    name : str
        What the command line calls it.
    title : str
        What it is, in a line.
    files : callable
        From a source to file names and texts. It raises FormatError for a source that it cannot say.
    """

    name: str
    title: str
    files: Callable[[Source], Mapping[str, str]]
