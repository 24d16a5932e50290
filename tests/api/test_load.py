"""Loading: files and folders, by text or path, and functions that no file can hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pwlact
from pwlact.errors import FileError


def _bump(x: np.ndarray) -> np.ndarray:
    return x * np.exp(-x * x)


def test_a_saved_result_is_the_same(tmp_path: Path) -> None:
    r = pwlact.approximate("silu", segments=5)
    path = r.save(tmp_path / "silu.json")
    for again in (pwlact.load(path), pwlact.load(str(path))):
        assert again.to_json() == r.to_json()
        assert again.folder is None


def test_a_python_function_is_given_again(tmp_path: Path) -> None:
    r = pwlact.approximate(_bump, interval=(-4, 4), segments=6)
    path = r.save(tmp_path / "bump.json")
    with pytest.raises(FileError, match=r"got '_bump'; use pwlact\.load\(path, function=\.\.\.\)"):
        pwlact.load(path)
    again = pwlact.load(path, function=_bump)
    assert again.problem.activation(0.5) == pytest.approx(_bump(np.array(0.5)))
    assert again.to_json() == r.to_json()


def test_a_function_that_is_given_again_is_taken_on_the_results_own_range(tmp_path: Path) -> None:
    path = pwlact.approximate(np.log, interval=(0.5, 4.0), segments=4).save(tmp_path / "log.json")
    assert pwlact.load(path, function=np.log).problem.activation.interval == (0.5, 4.0)
    assert pwlact.load(path, function="log(x)").pwl.segments == 4


@pytest.mark.parametrize("function", [np.sin, lambda x: x * np.exp(-x * x) + 1e-4, "silu", np.log, 3])
def test_another_function_than_the_results_is_refused(function: Any, tmp_path: Path) -> None:
    path = pwlact.approximate(_bump, interval=(-4, 4), segments=6).save(tmp_path / "bump.json")
    with pytest.raises(FileError, match="own"):
        pwlact.load(path, function=function)


@pytest.mark.parametrize("function", ["silu", lambda x: x * x])
def test_a_function_beside_a_file_that_names_its_own_is_refused(function: Any, tmp_path: Path) -> None:
    path = pwlact.approximate("silu", segments=5).save(tmp_path / "silu.json")
    with pytest.raises(FileError, match=r"names its function, 'silu', got another beside it; leave out function"):
        pwlact.load(path, function=function)


def test_a_units_function_is_checked_too(tmp_path: Path) -> None:
    path = pwlact.approximate(np.tanh, segments=4, format="q3.5", interval=(-4, 3.96875)).save(tmp_path / "u.json")
    with pytest.raises(FileError):
        pwlact.load(path, function=np.arctan)


@pytest.mark.parametrize(
    ("text", "left", "right"), [("sin(x)", "extended", "extended"), ("x*sigmoid(x)", "estimated", "estimated")]
)
def test_a_reloaded_expression_tells_where_its_tails_are_from(text: str, left: Any, right: Any, tmp_path: Path) -> None:
    r = pwlact.approximate(text, segments=5)
    again = pwlact.load(r.save(tmp_path / "r.json"))
    for activation in (r.problem.activation, again.problem.activation):
        assert (activation.tail_source("left"), activation.tail_source("right")) == (left, right)
    assert again.problem.activation.left_tail == r.problem.activation.left_tail
    assert again.to_json() == r.to_json()


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="nowhere"):
        pwlact.load(tmp_path / "nowhere")
    (tmp_path / "damaged.json").write_text("{", encoding="utf-8")
    with pytest.raises(FileError, match="holds JSON"):
        pwlact.load(tmp_path / "damaged.json")


def test_a_result_of_data_is_the_same_where_its_copy_is_and_takes_them_again_where_it_is_not(tmp_path: Path) -> None:
    x = np.linspace(-3.0, 3.0, 41)
    result = pwlact.approximate((x, np.tanh(x)), segments=4)
    result.save(tmp_path / "scan.json")
    again = pwlact.load(tmp_path / "scan.json")
    assert again.to_json() == result.to_json() | {"data": again.to_json()["data"]}
    assert np.array_equal(again.problem.activation.f(x), result.problem.activation.f(x))
    (tmp_path / "scan.data.npz").unlink()
    with pytest.raises(FileError, match=r"takes its 41 points again, got arrays, which are gone; use pwlact\.load"):
        pwlact.load(tmp_path / "scan.json")
    turned = (x[::-1], np.tanh(x)[::-1])
    assert pwlact.load(tmp_path / "scan.json", function=turned).objective == result.objective
    with pytest.raises(FileError, match="its own 41 points, got 41 others"):
        pwlact.load(tmp_path / "scan.json", function=(x, np.sin(x)))
