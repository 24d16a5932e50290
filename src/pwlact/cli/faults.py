"""The parser's errors, told anew in one line: the rule, and the value received."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from pwlact.cli.options import Option
from pwlact.errors import did_you_mean

NUMBERS = {"N": "is a whole number", "X": "is a number", "N ...": "is whole numbers", "X ...": "is numbers"}
OPTION = re.compile(r"--?(?!inf\b|nan\b)[A-Za-z]")  # how an option begins, other than a number below zero
ABOUT_ONE = re.compile(r"Error parsing (?P<name>[^\s:]+): |.*?(?P<value>'.*')? ?for argument '(?P<argument>[^']+)'")
LONGEST = 60  # characters of a value that is told


def fault_line(box: str, argv: Sequence[str], options: Sequence[Option]) -> str:
    """Return what is wrong with a command line, to be followed by where help is.

    Parameters
    ----------
    box : str
        What tyro prints about it: a title and a text in a frame.
    argv, options : sequence of str, sequence of Option
        The command line, and the options that it may have.
    """
    text = _gist(box)
    if text.startswith("Missing from"):
        return f"{next(_name(option) for option in options if not option.flags)} is needed, got none; "
    if text.startswith("Unrecognized options: "):
        return _unknown(text.removeprefix("Unrecognized options: ").split(", ")[0], options)
    found = ABOUT_ONE.match(text)
    names = (found["name"] or found["argument"]).split("/") if found else []
    for option in options:
        if found and {option.field, *option.flags}.intersection(names):
            return f"{_name(option)} {_rule(option)}, got {found['value'] or _given(option, argv)}; "
    return re.sub(r"^Error parsing \S+: ", "", text) + "; "  # a record's own words


def _gist(box: str) -> str:
    """Return the first part of a tyro error box."""
    rows = [re.sub(r"[╭╮╰╯│]", "", row).strip() for row in box.splitlines() if not re.match(r"\s*[╭╰]", row)]
    if "╭" not in box:
        rows = rows[2:]  # where stdout is no UTF-8, the title and a rule come first
    first = takewhile(lambda row: not re.match("[─-]{3}", row), rows)
    return " ".join(filter(None, first)).rstrip(".")


def _unknown(word: str, options: Sequence[Option]) -> str:
    name = word.partition("=")[0]
    if not OPTION.match(name):
        return f"a value must belong to an option, got {name!r}; "
    known = [option.flags[-1] for option in options if option.flags]
    known += [_negated(option.flags[-1]) for option in options if option.values == 0]
    return f"an option must be known, got {name}; {did_you_mean(name, known)}"


def _negated(flag: str) -> str:
    """Return the name that turns a switch off: of --figures, --no-figures; of --env.x, --env.no-x."""
    return re.sub(r"^--(.*\.)?", r"--\g<1>no-", flag)


def _name(option: Option) -> str:
    return "/".join(option.flags) or option.field.upper()


def _rule(option: Option) -> str:
    if "|" in option.metavar:
        return f"is one of {', '.join(option.metavar.removesuffix(' ...').split('|'))}"
    count = "1 value" if option.values == 1 else f"{option.values} values"
    return NUMBERS.get(option.metavar, f"takes {count}, {option.metavar}")


def _given(option: Option, argv: Sequence[str]) -> str:
    """Return the values that stand on the command line for an option, where it is named last."""
    named = [i for i, word in enumerate(argv) if word.partition("=")[0].replace("_", "-") in option.flags]
    if not named:
        return "another"
    _, equals, value = argv[named[-1]].partition("=")
    values = [value] if equals else list(takewhile(lambda word: not OPTION.match(word), argv[named[-1] + 1 :]))
    return repr(" ".join(values[: option.values])[:LONGEST]) if values else "none"
