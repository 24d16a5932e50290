"""result.json: what is written is read again, and nothing else is read."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import activations, ranges, spread_points

from pwlact import functions
from pwlact.errors import FileError
from pwlact.search import (
    Objective,
    Problem,
    Result,
    load_result,
    make_evaluator,
    result_from_json,
    result_to_json,
    save_result,
)

PROMISED = {
    "schema", "function", "interval", "segments", "fit", "method", "breakpoints", "points", "values", "slopes",
    "intercepts", "betas", "tails", "errors", "reward", "objective", "seed", "seconds", "evaluations", "status",
    "versions",
}  # fmt: skip


def _result(points: tuple[float, ...] = (-1.0, 1.0), **others: Any) -> Result:
    problem = Problem(activation=functions.get("gelu"), interval=(-8, 8), segments=len(points) + 1)
    settings = {
        "problem": problem,
        "candidate": make_evaluator(problem).candidate(np.array(points)),
        "reward": 5.0,
        "method": "given",
        "parameters": {"rate": 0.5},
        "seed": None,
        "evaluations": 1,
        "seconds": 0.25,
        "status": "finished",
        "versions": {"pwlact": "0"},
    }
    return Result(**settings | others)


@settings(max_examples=40)
@given(st.data())
def test_comes_back_as_it_went(data: st.DataObject) -> None:
    interval = data.draw(ranges())
    points = data.draw(spread_points(interval, max_points=10))
    weights = Objective(mean_weight=data.draw(st.floats(0, 1)), max_weight=data.draw(st.floats(0.1, 1)))
    problem = Problem(
        activation=data.draw(activations()), interval=interval, segments=points.size + 1, objective=weights
    )
    result = _result(
        problem=problem,
        candidate=make_evaluator(problem).candidate(points),
        reward=data.draw(st.floats(-1e9, 1e9)),
        seed=data.draw(st.none() | st.integers(0, 2**31 - 1)),
        status=data.draw(st.sampled_from(["finished", "interrupted", "running"])),
        details={"best_policy": None, "seeds": [1, 2]},
    )
    written = result_to_json(result)
    text = json.dumps(written, allow_nan=False)
    again = result_from_json(json.loads(text))
    assert json.dumps(result_to_json(again)) == text
    assert again.candidate.pwl.breakpoints.tolist() == result.candidate.pwl.breakpoints.tolist()
    assert again.problem.activation.name == problem.activation.name
    x = np.linspace(interval[0] - 1, interval[1] + 1, 101)
    assert np.array_equal(again.candidate.pwl(x), result.candidate.pwl(x))


def test_holds_what_is_promised() -> None:
    data = result_to_json(_result())
    assert data.keys() >= PROMISED
    assert data["schema"] == "pwlact.result/1"
    assert data["points"] == [-1.0, 1.0]
    assert data["breakpoints"] == [-8.0, -1.0, 1.0, 8.0]
    assert data["tails"] == {"left": [0.0, 0.0], "right": [1.0, 0.0]}
    assert {kind: set(figures) for kind, figures in data["errors"].items()} == {
        "grid": {"max", "mean", "mse"},
        "exact": {"max", "mean", "mse"},
    }


def test_knots_hinges_and_segments_of_a_record_agree() -> None:
    data = result_to_json(_result((-3.0, -0.5, 0.5, 3.0)))
    x = np.linspace(-8, 8, 321)
    breakpoints = np.array(data["breakpoints"])
    knots = np.interp(x, breakpoints, data["values"])
    hinges = data["betas"][0] + sum(
        beta * np.maximum(x - b, 0) for beta, b in zip(data["betas"][1:], breakpoints[:-1], strict=True)
    )
    k = np.clip(np.searchsorted(breakpoints, x, side="right") - 1, 0, len(data["slopes"]) - 1)
    segments = np.array(data["slopes"])[k] * x + np.array(data["intercepts"])[k]
    assert hinges == pytest.approx(knots, abs=1e-12)
    assert segments == pytest.approx(knots, abs=1e-12)


def test_a_file_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "result.json"
    save_result(_result(), path)
    assert result_to_json(load_result(path)) == result_to_json(_result())
    assert [file.name for file in path.parent.iterdir()] == ["result.json"]


def _sine() -> Result:
    problem = Problem(activation=functions.from_expression("sin(x)"), interval=(-8, 8), segments=3)
    return _result(problem=problem, candidate=make_evaluator(problem).candidate(np.array([-1.0, 1.0])))


def test_tails_come_back_with_their_sources_and_without_them_as_given() -> None:
    data = result_to_json(_sine())
    assert data["tail_sources"] == {"left": "extended", "right": "extended"}
    assert result_from_json(data).problem.activation.left_tail is None
    earlier = {key: value for key, value in data.items() if key != "tail_sources"}
    again = result_from_json(earlier)
    assert again.problem.activation.tail_source("left") == "given"
    assert result_to_json(again) == earlier
    for damaged in ("extended", {"left": "guessed"}, {"left": []}, None):
        with pytest.raises(FileError):
            result_from_json(data | {"tail_sources": damaged})


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "3", '"pwlact.result/1"', "{}", '{"schema": "pwlact.result/2"}', "[" * 100_000, "\x00"],
)
def test_refuses_what_is_no_result(text: str, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load_result(path)
    assert "\n" not in str(caught.value)


def test_refuses_bytes_folders_and_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    for name in ("bytes.json", ".", "nothing.json"):
        with pytest.raises(FileError):
            load_result(tmp_path / name)


@pytest.mark.parametrize("key", sorted(PROMISED - {"points", "slopes", "intercepts", "betas"}))
def test_refuses_a_result_without(key: str) -> None:
    data = result_to_json(_result())
    del data[key]
    with pytest.raises(FileError):
        result_from_json(data)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("breakpoints", [-8.0, 1.0, -1.0, 8.0]),
        ("breakpoints", [-8.0, 8.0]),
        ("breakpoints", [10**400]),
        ("values", [0.0, float("nan"), 1.0, 2.0]),
        ("values", "1234"),
        ("segments", 7),
        ("segments", 10**400),
        ("interval", [-4.0, 4.0]),
        ("interval", [8.0, -8.0]),
        ("function", "nosuch"),
        ("function", 3),
        ("expression", "__import__('os')"),
        ("expression", ["x"]),
        ("errors", {"grid": {"max": "much", "mean": 0, "mse": 0}, "exact": {"max": 0, "mean": 0, "mse": 0}}),
        ("errors", {"grid": {"max": 0, "mean": 0, "mse": 0}}),
        ("errors", {"grid": {}, "exact": {}}),
        ("reward", float("inf")),
        ("reward", None),
        ("objective", "small"),
        ("weights", {"mean_weight": -1, "max_weight": 0}),
        ("tails", {"left": [0, 0]}),
        ("tails", {"left": [0, 0, 0], "right": [0, 0]}),
        ("seed", "three"),
        ("seconds", 10**400),
        ("status", "fine"),
        ("status", ["finished"]),
        ("parameters", 5),
        ("versions", 5),
    ],
)
def test_refuses_values_that_do_not_fit(key: str, value: Any) -> None:
    with pytest.raises(FileError) as caught:
        result_from_json(result_to_json(_result()) | {key: value})
    assert "\n" not in str(caught.value)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=200)
@given(st.data())
def test_whatever_is_changed_it_is_refused_or_whole(data: st.DataObject) -> None:
    written = copy.deepcopy(result_to_json(_result()))
    search: Any = written
    while True:
        keys = list(search) if isinstance(search, dict) else list(range(len(search)))
        key = data.draw(st.sampled_from(keys))
        if not (isinstance(search[key], (dict, list)) and search[key] and data.draw(st.booleans())):
            break
        search = search[key]
    search[key] = data.draw(_JSON)
    try:
        result = result_from_json(written)
    except FileError:
        return
    if key not in ("versions", "parameters", "rate", "pwlact"):
        json.dumps(result_to_json(result), allow_nan=False)
    assert result.problem.segments == result.candidate.pwl.segments
