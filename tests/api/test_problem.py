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
    "weight": None, "through": (), "monotone": False, "non_negative": False, "last_piece": None,
}  # fmt: skip


def test_defaults_are_the_records() -> None:
    assert problem_settings(**DEFAULTS) == {**DEFAULTS, "unit": UnitChoice()}


@pytest.mark.parametrize("verb", [pwlact.approximate, pwlact.train, pwlact.compare], ids=lambda verb: verb.__name__)
@pytest.mark.parametrize("name", ["segments", "fit", "ends", "density", "format", "unit", "seed"])
def test_every_verb_refuses_a_wrong_type(verb: Any, name: str) -> None:
    with pytest.raises(ConfigError, match=name):
        verb("silu", **{name: 2.5})


@pytest.mark.parametrize("verb", [pwlact.approximate, pwlact.compare], ids=lambda verb: verb.__name__)
@pytest.mark.parametrize("name", ["weight", "through", "monotone", "non_negative"])
def test_weights_and_constraints_of_a_wrong_type_are_refused(verb: Any, name: str) -> None:
    with pytest.raises(ConfigError, match=name):
        verb("silu", **{name: 2.5})


@pytest.mark.parametrize("through", [(0.0, 0.5), [(0.0, 0.5)], [[0.0, 0.5], [8.0, 1.0]]])
def test_values_to_be_met_are_a_pair_or_pairs(through: Any) -> None:
    assert problem_settings(**{**DEFAULTS, "through": through})["through"][:2] == (0.0, 0.5)


@pytest.mark.parametrize("through", [(0.0,), (0.0, 1.0, 2.0), "0 0", [[0.0, 1.0, 2.0, 3.0]]])
def test_other_values_to_be_met_are_refused(through: Any) -> None:
    with pytest.raises(ConfigError, match="pairs"):
        problem_settings(**{**DEFAULTS, "through": through})
