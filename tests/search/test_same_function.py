"""A function given again is held against the errors that the result states."""

from __future__ import annotations

import dataclasses

import pytest

import pwlact
from pwlact import functions
from pwlact.errors import FileError
from pwlact.search.result import Result
from pwlact.search.same_function import check_same_function


def _with(result: Result, name: str) -> Result:
    problem = dataclasses.replace(result.problem, activation=functions.get(name))
    return dataclasses.replace(result, problem=problem)


@pytest.mark.parametrize("density", [None, "normal:0,1"])
def test_its_own_function_passes_and_another_is_refused(density: str | None) -> None:
    result = pwlact.approximate("gelu", segments=4, density=density)
    check_same_function(result)
    with pytest.raises(FileError, match=r"max error .* on the grid, got one of .*; give the function"):
        check_same_function(_with(result, "gelu_tanh"))


def test_errors_of_nothing_but_rounding_are_equal() -> None:
    check_same_function(pwlact.approximate("max(x,0)", points=[-1, 0, 1]))
