"""The help of a command, from its settings record: everyday options in one screen, all of them on demand."""

from __future__ import annotations

import ast
import inspect
import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Any

from pwlact.cli.options import Option, options_of

HELP, HELP_ALL = {"-h", "--help"}, "--help-all"
WIDEST = 100
COLUMN = 24  # where texts begin


def help_text(kind: type, default: Any, command: str, *, everything: bool) -> str:
    """Return the help of a command.

    Parameters
    ----------
    kind : type
        The command's settings record; its docstring and those of its fields are the texts.
    default : Any
        An instance whose values are the defaults; None for the record's own.
    command : str
        The command's name, as "runs list".
    everything : bool
        Give all options with their whole texts; otherwise everyday options and the first sentence of each.
    """
    options = list(options_of(kind, default))
    shown = [option for option in options if everything or not option.rare]
    words = " ".join(option.metavar for option in options if not option.flags)
    lines = [f"usage: pwlact {command} {words}".rstrip() + " [OPTIONS]", ""]
    for paragraph in description_of(kind).split("\n\n"):
        lines += [*_paragraph(paragraph), ""]
    for group, members in groupby(shown, lambda option: option.group):
        lines += [*_section(group, list(members), everything), ""]
    if len(shown) < len(options):
        lines += _filled(f"More options{_tables(options)}: `pwlact {command} {HELP_ALL}`.", 0)
    return "\n".join(lines).rstrip()


def description_of(kind: type) -> str:
    """Return a record's docstring up to its first section, such as Raises."""
    return re.split(r"\n+[A-Z][a-z ]+\n-{3,}", inspect.cleandoc(kind.__doc__ or ""), maxsplit=1)[0]


def _paragraph(text: str) -> list[str]:
    """Return a paragraph filled; the indented rows of a list stay rows, and go on below their texts."""
    rows = text.split("\n")
    if any(row.startswith("  ") for row in rows):
        return [
            line for row in rows for line in textwrap.wrap(row, _width(), subsequent_indent=" " * _text_column(row))
        ]
    return _filled(" ".join(rows), 0)


def _text_column(row: str) -> int:
    """Return the column at which the text of a list's row begins, behind two blanks or more."""
    found = re.match(r"  \S.*?  +(?=\S)", row)
    return len(found[0]) if found else 0


def _section(group: str, members: list[Option], everything: bool) -> Iterator[str]:
    if group:
        yield from _filled(f"{group}: {' '.join(description_of(members[0].owner).split())}", 0)
    for option in sorted(members, key=lambda option: bool(option.flags)):
        yield from _entry(option, everything)


def _entry(option: Option, everything: bool) -> Iterator[str]:
    head = f"  {invocation_of(option)}"
    texts = _filled(text_of(option, everything), COLUMN)
    if len(head) < COLUMN - 1 and texts:
        texts[0] = head.ljust(COLUMN) + texts[0].lstrip()
    else:
        yield from [head] if len(head) <= _width() else textwrap.wrap(head.replace("|", " | "), _width())
    yield from texts


def invocation_of(option: Option) -> str:
    """Return how an option is written: its names and what follows them; a positional's name alone."""
    if not option.flags:
        return option.metavar
    if option.values == 0 and option.default:
        *_, long = option.flags
        table, _, name = long[2:].rpartition(".")
        return f"--{table}{'.' if table else ''}[no-]{name}"
    return " ".join(filter(None, (", ".join(option.flags), option.metavar)))


def text_of(option: Option, everything: bool) -> str:
    """Return an option's text with its default: the whole of it, or the first sentence."""
    text = documented(option.owner, option.field)
    if not everything:
        text = re.split(r"(?<=\.)\s", text, maxsplit=1)[0]
    default = _default(option.default)
    return text if not default or "by default" in text.lower() else f"{text.removesuffix('.')} (default: {default})."


def _default(value: Any) -> str:
    """Return a default in plain words; nothing for a switch that is off, and for a positional."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def documented(owner: type, name: str) -> str:
    """Return the docstring below a field, in the record or in the first base that has one."""
    for base in owner.__mro__:
        text = _field_docs(base).get(name)
        if text:
            return text
    return ""


def _field_docs(kind: type) -> dict[str, str]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    except (OSError, TypeError, SyntaxError):  # a builtin, or a record made at run time
        return {}
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    return dict(_pairs(body))


def _pairs(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            yield field.target.id, " ".join(inspect.cleandoc(str(ast.literal_eval(text.value))).split())


def _tables(options: Iterable[Option]) -> str:
    tables = list(dict.fromkeys(option.group for option in options if option.group))
    return f", and those of {', '.join(tables)}" if tables else ""


def _filled(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text, _width(), initial_indent=" " * indent, subsequent_indent=" " * indent, break_on_hyphens=False
    )


def _width() -> int:
    return max(min(shutil.get_terminal_size().columns, WIDEST), 40)
