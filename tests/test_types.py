"""What counts as a single number."""

from __future__ import annotations

import numpy as np
import pytest

import pwlact
from pwlact._types import is_number


@pytest.mark.parametrize("x", [1, 1.5, True, np.float32(2), np.int8(3)], ids=lambda x: type(x).__name__)
def test_numbers(x: object) -> None:
    assert is_number(x)


@pytest.mark.parametrize("x", ["1", [1.0], np.array(1.0), np.zeros(2), None], ids=lambda x: type(x).__name__)
def test_text_lists_arrays_and_none_are_no_numbers(x: object) -> None:
    assert not is_number(x)


def test_a_number_in_gives_a_number_out() -> None:
    tanh = pwlact.functions.get("tanh")
    pwl = pwlact.approximate("tanh", segments=3).pwl
    for function in (tanh, pwl):
        assert type(function(0.5)) is float
        assert type(function(np.float32(0.5))) is float
        assert function([0.5, 1.0]).shape == (2,)
        assert function(np.array(0.5)).shape == ()
        assert function(0.5) == function(np.array([0.5]))[0]
