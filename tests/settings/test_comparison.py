"""Settings of a comparison: which methods, the agent and closed forms are run."""

from __future__ import annotations

import pytest

from pwlact.errors import ConfigError
from pwlact.search.methods import METHODS
from pwlact.settings.comparison import CompareConfig


def test_all_are_run_by_default_and_the_named_alone_otherwise() -> None:
    every = CompareConfig(function="sigmoid")
    assert [method.name for method in every.chosen()] == list(METHODS)
    assert every.with_agent()
    assert every.with_form("li-2022")
    some = CompareConfig(function="sigmoid", methods=("uniform", "ppo", "hard-sigmoid"))
    assert [method.name for method in some.chosen()] == ["uniform"]
    assert some.with_agent()
    assert some.with_form("hard-sigmoid")
    assert not some.with_form("li-2022")
    assert not CompareConfig(function="sigmoid", methods=("uniform",)).with_agent()
    assert not CompareConfig(function="sigmoid", agent=False).with_agent()


@pytest.mark.parametrize("name", ["minmax", "ppoo", "i-bert"])  # i-bert is a form of GELU
def test_an_unknown_name_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(ConfigError, match=rf"unknown method '{name}'; .*the methods are .*ppo, hard-sigmoid"):
        CompareConfig(function="sigmoid", methods=(name,)).problem()


def test_a_closed_form_is_no_unit() -> None:
    CompareConfig(function="sigmoid", methods=("hard-sigmoid",)).problem()
    with pytest.raises(ConfigError, match="unknown method 'hard-sigmoid'"):
        CompareConfig(function="sigmoid", methods=("hard-sigmoid",), format="q4.4").problem()


@pytest.mark.parametrize("steps", [0, -5])
def test_an_agent_takes_a_step_or_more(steps: int) -> None:
    with pytest.raises(ConfigError, match="agent-steps must be at least 1"):
        CompareConfig(function="gelu", agent_steps=steps)
