"""README and docs agree with `--help`: what they show exists, down to options and choices; no command is left out."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from release.shown import ROOT, commands, options, pages, split

from pwlact.cli.options import Option, options_of
from pwlact.cli.records import ACTIONS, COMMANDS, names, record_of
from pwlact.settings.toml import present_option

EVERYWHERE = {"--help", "-h", "--help-all"}
REWRITTEN = {"train": {"--reward"}}  # read as --reward.model


@cache
def _flags(name: str) -> dict[str, Option]:
    return {flag: option for option in options_of(record_of(name)) for flag in option.flags}


def _known(word: str, name: str) -> bool:
    flag = present_option(word.partition("=")[0])
    return flag in {*EVERYWHERE, *REWRITTEN.get(name, ()), *_flags(name)} or flag.replace("--no-", "--", 1) in _flags(
        name
    )


def _is_option(word: str) -> bool:
    return bool(re.match(r"--?[a-zA-Z]", word)) and not re.match(r"-[a-z]+[^a-z=-]", word)


def _wrong_choice(words: list[str], name: str) -> list[str]:
    """Return the values of choices that their options do not take; a word in capitals stands for any."""
    wrong = []
    for word, value in pairwise(words):
        option = _flags(name).get(word)
        if option and "|" in option.metavar and not value.isupper():
            taken = option.metavar.removesuffix(" ...").split("|")
            wrong += [f"{word} {part}" for part in re.split(r"[,|]", value) if part not in taken]
    return wrong


def _faults(words: list[str]) -> list[str]:
    """Return what of a command line does not exist."""
    name, rest = split(words)
    if words[0] not in COMMANDS or name not in {"", *names()}:
        return [" ".join(words[:2])]
    if not name:
        return []
    unknown = [f"{' '.join(words[:2])}: {word}" for word in rest if _is_option(word) and not _known(word, name)]
    return unknown + _wrong_choice(rest, name)


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_shows_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [fault for words in commands(text) for fault in _faults(words)] == []
    assert [option for option in options(text) if not any(_known(option, name) for name in names())] == []


def test_every_command_and_action_is_shown() -> None:
    lines = [words for page in pages() for words in commands(page.read_text(encoding="utf-8")) if words]
    shown = {words[0] for words in lines} | {" ".join(words[:2]) for words in lines}
    assert shown >= set(COMMANDS)
    assert shown >= {f"{command} {action}" for command, actions in ACTIONS.items() for action in actions}


def test_options_are_found_in_blocks_notebooks_and_sentences() -> None:
    text = (
        "```\n!pwlact fit gelu \\\n  -P -5 --csv a.csv  # --no\n```\n"
        "Say `pwlact runs list\n--json`, `search --seed 1` or `--out DIR`.\n"
    )
    assert list(commands(text)) == [
        ["fit", "gelu", "-P", "-5", "--csv", "a.csv"],
        ["runs", "list", "--json"],
        ["search", "--seed", "1"],
    ]
    assert list(options(text)) == ["--out"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("fit gelu --cvs a.csv", "fit gelu: --cvs"),
        ("runs lists", "runs lists"),
        ("fitt gelu", "fitt gelu"),
        ("train silu --fit lsq", "--fit lsq"),
        ("train silu --ppo.learning_rates 1", "train silu: --ppo.learning_rates"),
    ],
)
def test_what_does_not_exist_is_found(line: str, fault: str) -> None:
    assert _faults(line.split()) == [fault]
