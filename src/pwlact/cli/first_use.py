"""On first use: a line that says so, and a second process that compiles kernels while the command compiles others."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
from collections.abc import Iterator

PARTS = {
    "fit": ("bounds",),
    "search": ("minimax",),
    "compare": ("minimax", "bounds"),
    "frontier": ("minimax", "bounds"),
    "audit": ("minimax",),
}
"""By command: what the second process compiles, which the command needs last."""


class FirstUse(logging.Handler):
    """Shows what the package logs, that kernels are compiled; then starts the second process."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self._parts = PARTS.get(command, ())
        self._second: subprocess.Popen[bytes] | None = None

    def emit(self, record: logging.LogRecord) -> None:
        print(f"pwlact: {record.getMessage()}", file=sys.stderr)
        if self._parts and self._second is None and (os.cpu_count() or 1) > 1:
            words = [sys.executable, "-m", "pwlact.cli.compile_parts", *self._parts]
            nowhere = subprocess.DEVNULL
            self._second = subprocess.Popen(words, stdin=nowhere, stdout=nowhere, stderr=nowhere)

    def close(self) -> None:
        """End the second process."""
        if self._second is not None:
            self._second.terminate()
            self._second.wait()
        super().close()


@contextlib.contextmanager
def first_use(command: str) -> Iterator[None]:
    """Within the context, tell of a command's first use and halve its time."""
    log, handler = logging.getLogger("pwlact"), FirstUse(command)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        handler.close()
