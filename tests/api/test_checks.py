"""Types are checked where they are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pytest

from pwlact.api import checks
from pwlact.errors import BreakpointError, ConfigError


@dataclass(frozen=True, kw_only=True)
class _Record:
    size: int = 1


def test_whole_numbers() -> None:
    assert checks.whole("n", np.int64(3), 9) == 3
    for bad in (True, 3.0, "3", None):
        with pytest.raises(ConfigError, match=r"n must be a whole number, got .*; try n=9"):
            checks.whole("n", bad, 9)


def test_one_of_several() -> None:
    assert checks.choice("fit", "a", Literal["a", "b"]) == "a"
    with pytest.raises(ConfigError, match="fit is one of alpha, beta, got 'alpa'; did you mean alpha"):
        checks.choice("fit", "alpa", Literal["alpha", "beta"])


def test_points_and_names() -> None:
    assert checks.points_of(x for x in (1, 2)).tolist() == [1.0, 2.0]
    assert checks.points_of([]).shape == (0,)
    with pytest.raises(BreakpointError):
        checks.points_of(None)
    assert checks.names_of("methods", "a, b") == ("a", "b")
    assert checks.names_of("methods", ("a",)) == ("a",)
    with pytest.raises(ConfigError):
        checks.names_of("methods", [1])


def test_records() -> None:
    assert checks.record("unit", _Record, {"size": 3}) == _Record(size=3)
    assert checks.record("unit", _Record, _Record()) == _Record()
    with pytest.raises(ConfigError, match="unit has no field 'sise', did you mean size"):
        checks.record("unit", _Record, {"sise": 3})
