"""A page of the reference for each command, from the records that its --help is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from plain_text import escaped

from pwlact.cli.help import description_of, invocation_of, text_of
from pwlact.cli.options import Option, options_of
from pwlact.cli.records import ACTIONS, COMMANDS, names, record_of

FOLDER = Path("reference") / "commands"
EVERYDAY, RARE, POSITIONAL = "Everyday options", "More options", "Arguments"


def write_pages(source: Path) -> None:
    """Write the pages into the folder of the site's sources; those that hold what they should stay untouched."""
    folder = source / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for stale in set(folder.glob("*.rst")) - {folder / f"{name}.rst" for name in names()}:
        stale.unlink()
    for name in names():
        path, text = folder / f"{name}.rst", page_of(name)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def page_of(name: str) -> str:
    """Return a command's page as reStructuredText.

    Parameters
    ----------
    name : str
        The command, or an action as in "runs_list".
    """
    kind, command = record_of(name), f"pwlact {name.replace('_', ' ')}"
    options = list(options_of(kind))
    words = " ".join(option.metavar for option in options if not option.flags)
    lines = [command, "=" * len(command), "", ".. code-block:: text", ""]
    lines += ["   " + f"{command} {words}".rstrip() + " [OPTIONS]", ""]
    for paragraph in description_of(kind).split("\n\n"):
        lines += [*_paragraph(paragraph), ""]
    lines += [f".. program:: {command}", ""]
    for title, members in groupby(sorted(options, key=_rank), key=_section):
        lines += _section_of(title, list(members))
    return "\n".join(lines).rstrip() + "\n"


def purpose(name: str) -> str:
    """Return what a command or action does, in a few words."""
    command, _, action = name.partition("_")
    return ACTIONS[command][action][1] if action else COMMANDS[command]


def _paragraph(text: str) -> list[str]:
    """Return a paragraph; the indented rows of a list stay rows."""
    rows = text.split("\n")
    if any(row.startswith("  ") for row in rows):
        head = [escaped(row) for row in rows if not row.startswith("  ")]
        return [*head, "", "::", "", *(f"   {row}" for row in rows if row.startswith("  "))]
    return [escaped(" ".join(rows))]


def _section(option: Option) -> str:
    if not option.flags:
        return POSITIONAL
    return option.group or (RARE if option.rare else EVERYDAY)


def _rank(option: Option) -> int:
    return {POSITIONAL: 0, EVERYDAY: 1, RARE: 2}.get(_section(option), 3)


def _section_of(title: str, members: list[Option]) -> Iterator[str]:
    table = members[0].group
    heading = f"--{title}.*" if table else title
    yield from (heading, "-" * len(heading), "")
    if table:
        yield from (escaped(" ".join(description_of(members[0].owner).split())), "")
    for option in members:
        yield from (f".. option:: {_signature(option)}", "", f"   {escaped(text_of(option, True))}", "")


def _signature(option: Option) -> str:
    """Return how an option is written; of a switch that is on, both names."""
    return re.sub(r"(--\S*?)\[no-\](\S+)", r"\1\2, \1no-\2", invocation_of(option))
