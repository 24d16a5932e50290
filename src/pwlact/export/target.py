"""The record of an export target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pwlact.export.source import Source


@dataclass(frozen=True, slots=True)
class Target:
    """A file format that results are exported to.

    Parameters
    ----------
    name : str
        Name on the command line.
    title : str
        Description in one line.
    files : callable
        From a source to file names and contents; raises FormatError for a source that the format cannot hold.
    """

    name: str
    title: str
    files: Callable[[Source], Mapping[str, str | bytes]]
