"""Exported files of what the page shows, equal to those that `pwlact search` and `pwlact export` write."""

from __future__ import annotations

import base64
import io
import json
import shlex
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from pwlact.errors import ConfigError, FormatError
from pwlact.export import TARGETS, Source
from pwlact.export.from_result import LATENCY, comment_of, source_of
from pwlact.export.write import contents_of
from pwlact.files import parse_json
from pwlact.report.explore.ask import Ask
from pwlact.report.explore.found import Found, find
from pwlact.runs.folder import check_name
from pwlact.search.result_json import result_from_json, result_to_json

DATE = (1980, 1, 1, 0, 0, 0)  # of files in an archive, so that equal files make equal archives


def targets(ask: Ask) -> dict[str, Any]:
    """Return the targets in their order: name, title, and why one cannot hold the result, null where it can.

    Raises
    ------
    InputError, RunError
        As `find`.
    """
    source = _source(find(ask), [])
    return {
        "targets": [
            {"name": target.name, "title": target.title, "fault": _fault(source, target.name)}
            for target in TARGETS.values()
        ]
    }


def _fault(source: Source, target: str) -> str | None:
    try:
        contents_of(source, target)
    except (ConfigError, FormatError) as fault:
        return str(fault)
    return None


def files(ask: Ask, name: str, chosen: Sequence[str]) -> dict[str, Any]:
    """Return the files of targets in base64, an archive of them, and the two commands that write the same.

    Parameters
    ----------
    ask : Ask
        The search.
    name : str
        Name of the run in the commands.
    chosen : sequence of str
        Names of targets.

    Raises
    ------
    InputError, RunError
        As `find`; and if there is no target, one is unknown or cannot hold the result, or the name is none.
    """
    check_name("runs", name)
    if not chosen:
        raise ConfigError("a target is needed, got none; choose some")
    found, words = find(ask), [name, "--to", *chosen]
    contents = contents_of(_source(found, comment_of(found.command, words)), chosen)
    data = {file: text.encode() if isinstance(text, str) else text for file, text in contents.items()}
    return {
        "files": [{"name": file, "data": _text(content)} for file, content in data.items()],
        "archive": _text(archive(data)),
        "commands": [f"{found.command} --name {shlex.quote(name)}", shlex.join(["pwlact", "export", *words])],
    }


def _source(found: Found, commands: Sequence[str]) -> Source:
    """Return the source of the result as its file would give it back."""
    result = result_from_json(parse_json(json.dumps(result_to_json(found.result), allow_nan=False)))
    return source_of([result], name=None, latency=LATENCY, commands=commands)


def archive(contents: Mapping[str, bytes]) -> bytes:
    """Return a .zip of files; equal files give equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, content)
    return made.getvalue()


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
