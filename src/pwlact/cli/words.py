"""The words of a command line, rewritten where the parser would misread them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pwlact.cli.options import Option
from pwlact.errors import require

DASHED = re.compile(r"-(?!-)(?!(\.?\d|inf\b|nan\b))")  # a dash that begins neither an option's long name nor a number

RANGE = ("-R", "--range")


def prepared(argv: Sequence[str], options: Sequence[Option]) -> list[str]:
    """Return the command line with commas in lists taken out, and dashed texts joined to their options.

    `-P -5,-4,0,1` becomes `-P -5 -4 0 1`; `--expr -x*2`, where the parser would take -x*2 for an option, `--expr=-x*2`.

    Raises
    ------
    ConfigError
        If a list is given twice, of which the parser would keep the second alone.
    """
    argv = _with_auto_range(argv, options)
    flags = {flag: option for option in options for flag in option.flags}
    words: list[str] = []
    lists: set[tuple[str, ...]] = set()
    option: Option | None = None  # whose values come next
    for word in argv:
        name, equals, value = word.partition("=")
        if name in flags:
            option = flags[name]
            require(option.flags not in lists, f"{name} is given once, with all its values", "it twice", "join them")
            lists |= {option.flags} if option.values is None else set()
            split = equals and option.values != 1
            words += [name, *_values(value)] if split else [word]
            option = None if equals or option.values == 0 else option
        elif option is None:
            words.append(word)
        elif option.values == 1:
            dashed = option.metavar == "TEXT" and DASHED.match(word)
            words[-1:] = [f"{words[-1]}={word}"] if dashed else [words[-1], word]
            option = None
        else:
            words += _values(word)
            option = option if option.values is None else None
    return words


def _with_auto_range(argv: Sequence[str], options: Sequence[Option]) -> list[str]:
    """Return the command line with `-R auto` as --auto-range, and any other range with its opposite."""
    words = list(argv)
    if not any(option.field == "auto_range" for option in options):
        return words
    for i in range(len(words) - 1, -1, -1):
        name, equals, value = words[i].partition("=")
        if name not in RANGE:
            continue
        given = value if equals else "".join(words[i + 1 : i + 2])
        if given == "auto":
            words[i : i + (1 if equals else 2)] = ["--auto-range"]
        else:
            words.insert(i, "--no-auto-range")
    return words


def _values(word: str) -> list[str]:
    """Return the values in a word, parted by commas; a list or table of TOML is one."""
    return [part for part in word.split(",") if part] if "," in word and not re.search(r"[\[{]", word) else [word]


def with_reward_model(argv: Sequence[str]) -> list[str]:
    """Return the command line with `--reward model:NAME` as `--reward.model NAME`.

    Raises
    ------
    ConfigError
        If --reward names something else.
    """
    words: list[str] = []
    for word in argv:
        option, equals, value = word.partition("=")
        if words[-1:] == ["--reward"]:
            words[-1:] = ["--reward.model", _network(word)]
        else:
            words += [f"--reward.model={_network(value)}"] if equals and option == "--reward" else [word]
    require(words[-1:] != ["--reward"], "--reward takes model:NAME", "nothing", "try --reward model:cnn")
    return words


def _network(text: str) -> str:
    kind, _, name = text.partition(":")
    named = kind == "model" and bool(name)
    require(
        named,
        "--reward takes model:NAME, a network",
        repr(text),
        "try model:cnn, or an option such as --reward.form; a function of your own is given from Python, "
        "pwlact.train(..., objective=function)",
    )
    return name
