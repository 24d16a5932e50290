"""Files within the page: those that `pwlact export` writes, and result.json."""

from __future__ import annotations

import base64
import shlex
from dataclasses import dataclass

from pwlact.errors import ConfigError, FormatError
from pwlact.export.from_result import LATENCY, comment_of, source_of
from pwlact.export.write import contents_of
from pwlact.report.section import Section
from pwlact.report.subject import Subject
from pwlact.search.result_json import result_text

TARGETS = ("csv", "json", "c")


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file within the page.

    Parameters
    ----------
    name : str
        Its name.
    text : bytes
        Its contents.
    """

    name: str
    text: bytes

    @property
    def address(self) -> str:
        """The file as an address that holds it."""
        return f"data:application/octet-stream;base64,{base64.b64encode(self.text).decode()}"

    @property
    def size(self) -> str:
        """Its size in words."""
        return f"{len(self.text) / 1000:.1f} kB"


def downloads(subject: Subject) -> Section | None:
    """Return the section of files; None on a live page, which exports by itself."""
    if subject.folder is None and subject.command is not None:
        return None
    targets = [name for name in TARGETS if _holds(subject, name)]
    words = [subject.name, "--to", *targets]
    return Section(
        name="downloads",
        title="Files",
        values={
            "files": [*_exports(subject, targets, words), _record(subject)],
            "hardware": subject.result.unit is not None,
            "command": None if subject.folder is None else shlex.join(["pwlact", "export", *words]),
        },
    )


def _exports(subject: Subject, targets: list[str], words: list[str]) -> list[Download]:
    """Return the files of targets, with the comment of the command that writes the same."""
    comment = [] if subject.folder is None else comment_of(subject.command, words)
    source = source_of([subject.result], name=None, latency=LATENCY, commands=comment)
    contents = contents_of(source, targets)
    return [
        Download(name=name, text=text.encode() if isinstance(text, str) else text) for name, text in contents.items()
    ]


def _record(subject: Subject) -> Download:
    return Download(name="result.json", text=result_text(subject.result).encode())


def _holds(subject: Subject, target: str) -> bool:
    """Tell whether a target can hold the result."""
    try:
        _exports(subject, [target], [])
    except (ConfigError, FormatError):
        return False
    return True
