"""Commands and options that Markdown pages show: in blocks, in lines of notebooks, and within sentences."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from pwlact.cli.records import ACTIONS, COMMANDS

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^([ \t]*)(`{3,}|:{3,}).*?\n(.*?)^\1\2[ \t]*$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
CALL = re.compile(r"(?:^|[\s!$(;&|\"'])(?<!from )(?<!import )pwlact ([a-z]+(?:\s.*)?)$")
ENDS = {"|", ">", ">>", "&&", ";", "&", "2>", "||"}


def pages() -> list[Path]:
    """Return the pages that show how pwlact is used; the changelog tells of options as they were."""
    folders = [ROOT.glob("*.md"), *(ROOT.glob(f"{name}/**/*.md") for name in ("docs", "benchmarks", "experiments"))]
    found = {path for folder in folders for path in folder} - {ROOT / "CHANGELOG.md"}
    return sorted(path for path in found if "_build" not in path.parts)


def commands(text: str) -> Iterator[list[str]]:
    """Yield the words behind `pwlact` of each command line that a page shows."""
    inline = list(_inline(text))
    for line in (*_block_lines(text), *inline):
        if found := CALL.search(line):
            yield _words(found[1])
    for words in map(_words, inline):
        if words[:1] and words[0] in COMMANDS and any(word.startswith("--") for word in words):
            yield words


def options(text: str) -> Iterator[str]:
    """Yield the options that a page's sentences name without a command."""
    for line in _inline(text):
        if line.startswith("--") and re.match(r"--[a-z]", line):
            yield _words(line)[0].partition("=")[0]


def split(words: list[str]) -> tuple[str, list[str]]:
    """Return the name of the record that serves a command line, and the words behind; no name where it shows a form."""
    command, *rest = words
    if command not in ACTIONS:
        return command, rest
    return (f"{command}_{rest[0]}", rest[1:]) if rest and re.fullmatch(r"[a-z]+", rest[0]) else ("", rest)


def _block_lines(text: str) -> Iterator[str]:
    for block in FENCE.finditer(text):
        yield from block[3].replace("\\\n", " ").splitlines()


def _inline(text: str) -> Iterator[str]:
    for span in INLINE.finditer(FENCE.sub("", text)):
        yield " ".join(span[2].replace("\\|", "|").split())


def _words(line: str) -> list[str]:
    """Return a command line's words, without a remark or another program behind."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError:  # a quote in a program's text
        return line.split()
    end = next((i for i, word in enumerate(words) if word in ENDS), len(words))
    return words[:end]
