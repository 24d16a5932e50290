"""What a study has computed already, kept in a file, so that the same command goes on where it was stopped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pwlact.files import is_file, parse_json, read_text, write_text


class Kept:
    """JSON objects by name, in a file that is written whole after each.

    Parameters
    ----------
    path : Path
        The file; delete it to begin anew.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: dict[str, Any] = parse_json(read_text(path)) if is_file(path) else {}

    def get(self, name: str, compute: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return the object of a name, computed where it is not there."""
        if name not in self.found:
            self.found[name] = compute()
            write_text(self.path, json.dumps(self.found, indent=1) + "\n")
        return self.found[name]
