"""Pages whose blocks are run from top to bottom in one folder, as a reader would run them.

A block with a caption is a file of that name. A `bash` block is run line by line, a `python` block is executed, and a
`text` block is what the block before it printed. Any other block is an excerpt of a file that is in the folder by then.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pwlact.cli.main import main

FENCE = re.compile(r"^(?P<ticks>```+)(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=ticks)[ \t]*$", re.DOTALL | re.MULTILINE)
OPTION = re.compile(r":(\w+): *(.*)\n")
SHOWN = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
SHELL = re.compile(r"[$`*?<>|&;~]")  # what only a shell would expand


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file that it is, if it is one, and its text."""

    language: str
    file: str | None
    text: str


def blocks(page: str) -> Iterator[Block]:
    """Yield the blocks of a page."""
    for found in FENCE.finditer(page):
        language, text, options = found["info"].split()[-1:], found["body"], {}
        while option := OPTION.match(text):
            options[option[1]] = option[2]
            text = text[option.end() :]
        yield Block("".join(language), options.get("caption"), text.lstrip("\n"))


@dataclass
class Reader:
    """Someone who follows a page in a folder."""

    folder: Path
    shown: str | None = None  # what the last block printed, until a block `text` states it
    names: dict[str, Any] = field(default_factory=dict)

    def follow(self, block: Block) -> None:
        """Do what a block says; AssertionError where it does not hold."""
        if block.file is not None:
            path = self.folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language == "bash":
            self.shown = "".join(self.run(line) for line in block.text.replace("\\\n", " ").splitlines())
        elif block.language == "python":
            self.shown = self.execute(block.text)
        elif block.language == "text":
            assert self.shown is not None, f"nothing printed this:\n{block.text}"
            assert doctest.OutputChecker().check_output(block.text, self.shown, SHOWN), (block.text, self.shown)
            self.shown = None
        else:
            assert self.holds(block.text), f"neither run nor found in a file:\n{block.text}"

    def run(self, line: str) -> str:
        """Return what a command prints; pwlact is called in this process, for a new one takes a second to start."""
        words = shlex.split(line, comments=True)
        if words[:1] != ["pwlact"]:
            done = subprocess.run(["bash", "-ec", line], cwd=self.folder, capture_output=True, text=True, check=False)
            assert done.returncode == 0, (line, done.stdout, done.stderr)
            return done.stdout
        assert not any(SHELL.search(word) for word in words), line
        figures = ["--no-figures"] if words[1] == "search" else []  # they take longer than the search
        with contextlib.redirect_stdout(io.StringIO()) as out:
            assert main([*words[1:], *figures]) == 0, line
        return out.getvalue()

    def execute(self, source: str) -> str:
        """Return what Python code prints."""
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(source, "<page>", "exec"), self.names)
        return out.getvalue()

    def holds(self, text: str) -> bool:
        """Whether a file in the folder has these lines."""
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return bool(text.strip()) and any(text.encode() in path.read_bytes() for path in paths)
