"""A TOML table over a settings record: names, types and the record's own rules."""

from __future__ import annotations

from typing import Any

import pytest

from pwlact.errors import ConfigError
from pwlact.rl.agent_config import AgentConfig
from pwlact.settings.search import SearchSettings
from pwlact.settings.typed_table import typed, with_table


def test_values_take_the_types_of_their_fields() -> None:
    changed = with_table(SearchSettings(), {"range": [-8, 8], "through": [0, 0], "segments": 5, "mirror": True})
    assert (changed.range, changed.through) == ((-8.0, 8.0), (0.0, 0.0))
    assert [type(number) for number in changed.range] == [float, float]
    assert (changed.segments, changed.mirror) == (5, True)


def test_values_in_a_table_leave_the_others_of_it() -> None:
    changed = with_table(AgentConfig(), {"schedule": {"kind": "exponential", "end": 0.01}})
    assert (changed.schedule.kind, changed.schedule.end) == ("exponential", 0.01)  # only together do they obey the rule
    assert changed.schedule.warmup == AgentConfig().schedule.warmup
    assert changed.ppo == AgentConfig().ppo


def test_method_named_as_a_keyword_has_its_table() -> None:
    assert with_table(SearchSettings(), {"global": {"starts": 3}}).global_.starts == 3


def test_only_what_is_given_is_returned() -> None:
    assert typed(AgentConfig(), {"ppo": {"learning_rate": 1}}) == {"ppo": {"learning_rate": 1.0}}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"ppo": {"learning_rat": 1}}, "got ppo.learning_rat; did you mean ppo.learning_rate"),
        ({"ppo": 3}, "ppo is a table, got 3"),
        ({"steps": 1.5}, "steps is a whole number, got 1.5"),
        ({"steps": True}, "no truth value"),
        ({"steps": "many"}, "steps is a whole number, got 'many'"),
        ({"seconds": 10**400}, "double precision"),
        ({"schedule": {"kind": "cosin"}}, "got 'cosin'; did you mean cosine"),
        ({"schedule": {"kind": ["linear"]}}, "schedule.kind is one of"),
        ({"schedule": {"end": -1.0}}, "must be in"),
    ],
)
def test_bad_values_are_refused_in_one_line(table: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words) as refusal:
        with_table(AgentConfig(), table)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("value", [[1], [1, 2, 3], "1 2", [1, "2"]])
def test_tuple_has_its_length_and_types(value: Any) -> None:
    with pytest.raises(ConfigError, match="range"):
        with_table(SearchSettings(), {"range": value})
