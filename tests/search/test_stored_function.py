"""The function of a stored result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pwlact import functions
from pwlact.data import data_of, data_to_json, keep_beside
from pwlact.errors import FileError
from pwlact.search.stored_function import given_again, stored_function, stored_tails, tail_sources_to_json

SCAN = data_of([0, 1, 2, 3, 4], [0, 1, 4, 9, 16], name="scan")


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


def _of_samples(**others: Any) -> dict[str, Any]:
    return _data(expression=None, function="scan", data=data_to_json(SCAN), **others)


def test_data_are_found_beside_the_result(tmp_path: Path) -> None:
    keep_beside(SCAN, tmp_path / "result.json")
    made = stored_function(_of_samples(), tmp_path / "result.json")
    assert made.data is not None
    assert (made.name, made.data.digest, made.left_tail) == ("scan", SCAN.digest, None)
    given = stored_function(_of_samples(tail_sources={"left": "given", "right": "extended"}), tmp_path / "result.json")
    assert (given.left_tail, given.right_tail) == (stored_tails(_of_samples())["left"], None)
    assert tail_sources_to_json(given) == {"tail_sources": {"left": "given", "right": "extended"}}
    assert tail_sources_to_json(made) == {}


def test_data_that_are_gone_are_taken_again(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="takes its 5 points again"):
        stored_function(_of_samples(), tmp_path / "result.json")
    rows = data_of(SCAN.x[::-1], SCAN.y[::-1], noisy=True)
    again = given_again(_of_samples(), lambda _interval: functions.from_data(rows))
    assert again.data is not None
    assert (again.name, again.data.digest, again.noisy) == ("scan", SCAN.digest, False)
    with pytest.raises(FileError, match="its own 5 points, got 2 others"):
        given_again(_of_samples(), lambda _interval: functions.from_data(data_of([0, 1], [0, 1])))
    with pytest.raises(FileError, match="takes its points again, got tanh"):
        given_again(_of_samples(), lambda _interval: functions.get("tanh"))
