"""The parser's errors in our words: option, rule and value, and no internals of the parser."""

from __future__ import annotations

import re

import pytest

from pwlact.cli.parse import parse
from pwlact.cli.records import record_of
from pwlact.errors import ConfigError

FAULTS = {
    "train silu --steps x": "--steps is a whole number, got 'x'; ",
    "train silu --steps=x": "--steps is a whole number, got 'x'; ",
    "train silu --ppo.train_steps 1": "an option must be known, got --ppo.train_steps; ",
    "train silu --ppo.learning_rate x": "--ppo.learning-rate is a number, got 'x'; ",
    "train silu --segmnts 3": "an option must be known, got --segmnts; did you mean --segments? ",
    "train silu --no-figure": "an option must be known, got --no-figure; did you mean --no-figures? ",
    "search silu --seed 1 --seed few": "--seed is a whole number, got 'few'; ",
    "search silu --out": "--out takes 1 value, DIR, got none; ",
    "search silu -R -inf": "-R/--range takes 2 values, LOW HIGH, got '-inf'; ",
    "search silu -R 1 --seed 3": "-R/--range takes 2 values, LOW HIGH, got '1'; ",
    "search silu tanh": "a value must belong to an option, got 'tanh'; ",
    "search silu --objective worst": "--objective is one of paper, max, mse, mean, relative, ulp, got 'worst'; ",
    "frontier silu --segments-list 1 b": "--segments-list is whole numbers, got '1 b'; ",
    "frontier silu --methods foo": "unknown method 'foo'; the methods are ",
    "fit silu -P a,b": "-P/--points is numbers, got 'a b'; ",
    "export r --quantisation 1 2 3": "--quantisation takes 4 values, X N X N, got '1 2 3'; ",
    "completion": "SHELL is needed, got none; ",
    "completion foo": "SHELL is one of bash, zsh, fish, got 'foo'; ",
    "runs_show": "RUN is needed, got none; ",
    "export": "RESULT is needed, got none; ",
}


@pytest.mark.parametrize("line", FAULTS)
def test_a_fault_says_option_rule_and_value(line: str) -> None:
    command, *words = line.split()
    with pytest.raises(ConfigError) as caught:
        parse(record_of(command), words, command)
    said = str(caught.value)
    assert said.startswith(FAULTS[line])
    assert said.endswith(f"see `pwlact {command} --help`")
    assert not re.search(r"STR|INT|FLOAT|None|class|\[bold|Command\b|parse", said)
