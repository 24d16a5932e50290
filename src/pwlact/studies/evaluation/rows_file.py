"""Rows that are done, as JSON lines: appended one by one, so that a second call goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pwlact.files import append_text, is_file, parse_json, read_text, write_text
from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.models.evaluation.reference import Measurement
from pwlact.studies.evaluation.record import EvaluationRow

Key = Mapping[str, Any]


class RowsFile:
    """The rows in a file, by all settings that they depend on.

    Parameters
    ----------
    path : Path
        The file; it need not exist. A last line that a kill cut off is removed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: dict[str, EvaluationRow] = {}
        lines = read_text(path).splitlines(keepends=True) if is_file(path) else []
        whole = [line for line in lines if self._read(line)]
        if whole != lines:
            write_text(path, "".join(whole))

    def _read(self, line: str) -> bool:
        """Keep the row of a line; tell whether the line is whole."""
        try:
            data = parse_json(line)
            self.rows[_text(data["key"])] = row_from_json(data["row"])
        except (ValueError, KeyError, TypeError):
            return False
        return line.endswith("\n")

    def get(self, key: Key) -> EvaluationRow | None:
        """Return the row of a key, None where there is none."""
        return self.rows.get(_text(key))

    def append(self, key: Key, row: EvaluationRow) -> None:
        """Add a row to the file.

        Raises
        ------
        FileError
            If the file cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        append_text(self.path, json.dumps({"key": dict(key), "row": asdict(row)}, allow_nan=False) + "\n")
        self.rows[_text(key)] = row


def row_from_json(data: Mapping[str, Any]) -> EvaluationRow:
    """Return the row that `dataclasses.asdict` made an object of.

    Raises
    ------
    KeyError, TypeError
        If it is something else.
    """
    measured = data["measured"]
    if measured is not None:
        parts = {name: Estimate(**measured[name]) for name in ("difference", "divergence")}
        measured = Measurement(**{**measured, **parts})
    return EvaluationRow(**{**data, "measured": measured})


def _text(key: Key) -> str:
    return json.dumps(dict(key), sort_keys=True)
