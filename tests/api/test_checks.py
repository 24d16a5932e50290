"""Types are checked where they are given."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

from pwlact.api import checks
from pwlact.errors import BreakpointError, ConfigError


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
    for bad in (None, "123", ["1", "2"], [b"1"], [1j]):
        with pytest.raises(BreakpointError):
            checks.points_of(bad)
    assert checks.names_of("methods", "a, b", "a") == ("a", "b")
    assert checks.names_of("methods", ("a",), "a") == ("a",)
    for none in ([1], [], (), 3, None):
        with pytest.raises(ConfigError, match=r"to must be one name or several, got .*; try to=\['c'\]"):
            checks.names_of("to", none, ["c"])


def test_true_and_false() -> None:
    assert checks.flag("mirror", np.True_) is True
    for bad in ("no", 0, None):
        with pytest.raises(ConfigError, match="mirror must be True or False"):
            checks.flag("mirror", bad)
