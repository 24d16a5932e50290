"""Every settings record of the package refuses infinities and what is no number, in each of its fields of floats."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
import math
import pkgutil
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pwlact
from pwlact.errors import InputError
from pwlact.rl.agent_config import AgentConfig
from pwlact.search import load_result

ROOMS = ("settings", "cli", "rl.config", "rl.agent_config", "search.methods", "search.local", "search.reward")
NOT_FINITE = (math.nan, math.inf, -math.inf)
TABLES = ("ppo", "a2c", "sac", "td3")
BASES = ("OnPolicyConfig", "OffPolicyConfig")  # of the tables


def _records() -> Iterator[Any]:
    """Yield an instance of every record whose fields all have defaults."""
    names = [module.name for module in pkgutil.walk_packages(pwlact.__path__, "pwlact.")]
    for name in names:
        if name.split(".", 1)[1].startswith(ROOMS) and "kernel" not in name and "__main__" not in name:
            kinds = [kind for kind in vars(importlib.import_module(name)).values() if inspect.isclass(kind)]
            for kind in kinds:
                own = kind.__module__ == name and kind.__name__ not in BASES and dataclasses.is_dataclass(kind)
                if own and all(_has_default(field) for field in dataclasses.fields(kind)):
                    yield kind()


def _has_default(field: dataclasses.Field[Any]) -> bool:
    return not (field.default is field.default_factory is dataclasses.MISSING)


def _build(record: Any, field: str, value: object) -> None:
    """Change a record; an agent's tables are checked with the agent."""
    changed = dataclasses.replace(record, **{field: value})
    for table in TABLES:
        if type(changed) is type(getattr(AgentConfig(), table)):
            AgentConfig(**{table: changed})


def _floats(hint: Any) -> int:
    """Return how many floats a field of this type holds, 0 for none; one stands for a list."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if hint is float:
        return 1
    if origin is typing.Annotated:
        return _floats(parts[0])
    if origin in (typing.Union, types.UnionType):
        return max(map(_floats, parts))
    if origin is tuple and parts[0] is float:
        return 2
    return 0


def _fields() -> Iterator[tuple[Any, str, int]]:
    for record in _records():
        hints = typing.get_type_hints(type(record), include_extras=True)
        for field in dataclasses.fields(record):
            if count := _floats(hints[field.name]):
                yield record, field.name, count


FIELDS = [pytest.param(*case, id=f"{type(case[0]).__name__}.{case[1]}") for case in _fields()]


def test_the_records_are_found() -> None:
    names = {str(case.id) for case in FIELDS}
    assert {"FitCommand.points", "TrainCommand.range", "PPOConfig.noise", "LocalConfig.sigma"} <= names
    assert len(names) > 60


@pytest.mark.parametrize(("record", "field", "count"), FIELDS)
@pytest.mark.parametrize("value", NOT_FINITE, ids=str)
def test_no_field_takes_what_is_not_finite(record: Any, field: str, count: int, value: float) -> None:
    given = value if count == 1 else (0.0, value)
    with pytest.raises(InputError):
        _build(record, field, given)


def _numbers(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the paths of all floats in a JSON value."""
    if isinstance(data, float):
        yield path
    elif isinstance(data, dict | list):
        for key, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _numbers(part, (*path, key))


@pytest.mark.parametrize("name", ["search-silu", "search-density", "unit-q412"])
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_no_number_of_a_result_may_be_infinite_or_no_number(tmp_path: Path, name: str, value: float) -> None:
    source = Path(__file__).parents[1] / "data" / "v0" / name / "result.json"
    accepted = []
    for path in _numbers(json.loads(source.read_text(encoding="utf-8"))):
        data = json.loads(source.read_text(encoding="utf-8"))
        inner = data
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
        (tmp_path / "result.json").write_text(json.dumps(data), encoding="utf-8")
        try:
            load_result(tmp_path / "result.json")
        except InputError:
            continue
        accepted.append(path)
    assert accepted == []
