"""The function of a stored result."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pwlact import functions
from pwlact.errors import FileError
from pwlact.search.stored_function import given_again, stored_function, stored_tails, tail_sources_to_json


def _data(**others: Any) -> dict[str, Any]:
    tails = {"left": [0.0, 0.0], "right": [1.0, 0.5]}
    return {"function": "silu", "expression": None, "interval": [-2.0, 2.0], "tails": tails, **others}


def test_a_named_function_is_the_catalogues() -> None:
    assert stored_function(_data()) is functions.get("silu")


def test_an_expression_keeps_its_stored_tails() -> None:
    data = _data(function="x*x", expression="x*x")
    activation = stored_function(data)
    assert (activation.left_tail, activation.right_tail) == tuple(stored_tails(data).values())
    assert tail_sources_to_json(activation) == {}


@pytest.mark.parametrize("source", ["estimated", "extended"])
def test_the_sources_of_tails_come_back(source: str) -> None:
    sources = {"left": "given", "right": source}
    activation = stored_function(_data(function="x*x", expression="x*x", tail_sources=sources))
    assert tail_sources_to_json(activation) == {"tail_sources": sources}
    assert (activation.right_tail is None) == (source == "extended")


def test_a_python_function_is_asked_for_and_taken_on_the_results_range() -> None:
    data = _data(function="bump")
    with pytest.raises(FileError, match=r"got 'bump'; use pwlact\.load"):
        stored_function(data)
    again = given_again(data, lambda interval: functions.from_callable(np.tanh, name="bump", interval=interval))
    assert again.interval == (-2.0, 2.0)


@pytest.mark.parametrize("data", [_data(), _data(function="x*x", expression="x*x")], ids=["named", "expression"])
def test_a_function_beside_a_named_one_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(FileError, match="this result names its function"):
        given_again(data, lambda _interval: functions.get("tanh"))
