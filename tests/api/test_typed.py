"""Settings records from dicts: every value is of its field's type."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pytest

from pwlact.api.typed import record
from pwlact.errors import ConfigError
from pwlact.rl.agent_config import AgentConfig
from pwlact.search.methods import METHODS
from pwlact.settings.unit import UnitChoice


@dataclass(frozen=True, kw_only=True)
class _Inner:
    width: int


@dataclass(frozen=True, kw_only=True)
class _Record:
    size: int = 1
    rate: float = 0.5
    on: bool = False
    kind: Literal["a", "b"] = "a"
    bits: int | None = None
    inner: _Inner | None = None


def test_a_record_is_itself_or_made_of_a_dict() -> None:
    assert record("unit", _Record, {"size": 3}) == _Record(size=3)
    assert record("unit", _Record, _Record()) == _Record()
    assert record("unit", _Record, {"inner": {"width": 2}}).inner == _Inner(width=2)


def test_numbers_become_pythons_own() -> None:
    made = record("unit", _Record, {"size": np.int64(3), "rate": np.float32(0.5), "on": np.True_, "bits": None})
    assert [type(value) for value in (made.size, made.rate, made.on)] == [int, float, bool]
    assert type(record("unit", _Record, {"rate": 1}).rate) is float


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"sise": 3}, "unit has no field 'sise', did you mean size"),
        ({3: 3}, "unit has no field 3"),
        ({"size": "a"}, "unit.size must be a whole number, got 'a'; leave it out"),
        ({"size": 1.5}, "unit.size must be a whole number, got 1.5"),
        ({"size": True}, "unit.size must be a whole number, got True"),
        ({"size": None}, "unit.size must be a whole number, got None"),
        ({"bits": "a"}, "unit.bits must be a whole number, got 'a'"),
        ({"rate": "a"}, "unit.rate must be a number, got 'a'"),
        ({"rate": 10**400}, "unit.rate must be a number of double precision"),
        ({"on": "no"}, "unit.on must be True or False, got 'no'"),
        ({"kind": "c"}, "unit.kind is one of a, b, got 'c'"),
        ({"kind": []}, "unit.kind is one of a, b, got []"),
        ({"inner": 3}, "unit.inner must be a _Inner or a dict of its fields, got 3"),
        ({"inner": {}}, "unit.inner needs width, got none"),
        (_Record(size="a"), "unit.size must be a whole number, got 'a'"),  # type: ignore[arg-type]
        (3, "unit must be a _Record or a dict of its fields, got 3"),
    ],
    ids=str,
)
def test_what_is_of_another_type_is_refused(values: Any, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        record("unit", _Record, values)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "kind",
    [
        UnitChoice,
        *(method.config for method in METHODS.values()),
        *(type(getattr(AgentConfig(), name)) for name in ("env", "reward", "schedule", "ppo", "a2c", "sac", "td3")),
    ],
    ids=lambda kind: kind.__name__,
)
def test_each_record_of_settings_takes_its_own_values_and_refuses_an_object_in_any(kind: Any) -> None:
    own = dataclasses.asdict(kind())
    assert record("settings", kind, own) == kind()
    for name in own:
        with pytest.raises(ConfigError, match=f"settings.{name} "):
            record("settings", kind, {name: object()})
