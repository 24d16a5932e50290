"""Warnings of the package as plain lines on stderr."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from pwlact.cli.console import note
from pwlact.errors import PwlactWarning


@contextmanager
def warnings_as_notes() -> Iterator[None]:
    """Within the context, each warning of the package is one line on stderr, told once."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", PwlactWarning)  # "once" forgets where anything else changes the filters
        earlier = warnings.showwarning
        told: set[str] = set()

        def show(
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            if not issubclass(category, PwlactWarning):
                earlier(message, category, filename, lineno, file, line)
            elif str(message) not in told:
                told.add(str(message))
                note(f"pwlact: {message}")

        warnings.showwarning = show
        yield
