"""Settings that all verbs share are checked alike."""

from __future__ import annotations

from typing import Any

import pytest

import pwlact
from pwlact.api.problem import problem_settings
from pwlact.errors import ConfigError
from pwlact.settings.unit import UnitChoice

DEFAULTS: dict[str, Any] = {
    "segments": 9, "fit": None, "ends": "free", "density": None, "format": None, "unit": None, "seed": 0,
}  # fmt: skip


def test_defaults_are_the_records() -> None:
    assert problem_settings(**DEFAULTS) == {**DEFAULTS, "unit": UnitChoice()}


@pytest.mark.parametrize("verb", [pwlact.approximate, pwlact.train, pwlact.compare], ids=lambda verb: verb.__name__)
@pytest.mark.parametrize("name", ["segments", "fit", "ends", "density", "format", "unit", "seed"])
def test_every_verb_refuses_a_wrong_type(verb: Any, name: str) -> None:
    with pytest.raises(ConfigError, match=name):
        verb("silu", **{name: 2.5})
