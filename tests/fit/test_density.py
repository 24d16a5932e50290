"""Densities: what a text or a file gives, and what is refused in one line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from strategies import Array

from pwlact.errors import ConfigError, FileError, PwlactError
from pwlact.fit.density import density_of
from pwlact.functions import get
from pwlact.search import Problem, Result, load_result, make_evaluator, result_to_json, save_result

X = np.linspace(-8.0, 8.0, 16_001)


def saved(folder: Path, data: Array | list[float], name: str = "inputs.npy") -> str:
    np.save(folder / name, np.asarray(data))
    return str(folder / name)


@pytest.mark.parametrize("text", ["normal:0,1", "normal:-2.5,0.5", "normal: 1 , 3e0"])
def test_normal_weights_are_the_density_up_to_a_factor(text: str) -> None:
    mean, std = (float(part) for part in text.partition(":")[2].split(","))
    density = density_of(text)
    weights = density.on(X)
    assert density.text == text
    assert weights.sum() == pytest.approx(1.0)
    wanted = np.exp(-0.5 * ((X - mean) / std) ** 2)
    assert weights == pytest.approx(wanted / wanted.sum())


def test_histogram_is_a_step_function(tmp_path: Path) -> None:
    text = saved(tmp_path, np.array([[-1.0, 0.0, 2.0], [2.0, 0.0, 6.0]]))
    weight = density_of(text).weight(np.array([-2.0, -1.5, -1.0, -0.6, 0.0, 0.9, 1.1, 3.0, 3.1]))
    # Edges -1.5, -0.5, 1, 3: densities 2 / 1, 0 and 6 / 2.
    assert weight / weight[2] == pytest.approx([0, 1, 1, 1, 0, 0, 1.5, 1.5, 0])


def test_samples_give_their_own_density(tmp_path: Path) -> None:
    data = np.random.default_rng(0).normal(0.5, 1.2, 200_000).astype(np.float32)
    weights, wanted = density_of(saved(tmp_path, data)).on(X), density_of("normal:0.5,1.2").on(X)
    assert np.abs(weights - wanted).sum() < 0.05
    assert weights @ X == pytest.approx(0.5, abs=0.02)


def test_outliers_neither_widen_the_bins_nor_count(tmp_path: Path) -> None:
    data = np.random.default_rng(0).normal(0.0, 1.0, 50_000)
    plain = density_of(saved(tmp_path, data)).on(X)
    spoilt = density_of(saved(tmp_path, np.append(data, [500.0, -300.0]), "spoilt.npy")).on(X)
    assert np.abs(plain - spoilt).sum() < 0.05


def test_integers_are_numbers_too(tmp_path: Path) -> None:
    assert density_of(saved(tmp_path, np.array([-3, 0, 1, 2, 2, 2]))).on(X).sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    "text",
    ["normal:0,-1", "normal:0,0", "normal:0", "normal:", "normal", "normal:a,b", "normal:nan,1", "normal:0,inf",
     "normal:0,1,2", "uniform:0,1", "", "data.npzz", "data"],
)  # fmt: skip
def test_refuses_texts_that_name_no_density(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        density_of(text)
    assert "\n" not in str(caught.value)
    assert "normal:" in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        np.array([0.0, np.nan]), np.array([0.0, np.inf]), np.array([]), np.array([1.0]), np.ones(9), np.array(3.0),
        np.zeros((3, 4)), np.zeros((2, 1)), np.zeros((2, 3, 4)), np.array([[0.0, 1.0], [1.0, -1.0]]),
        np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([[0.0, 0.0], [1.0, 1.0]]), np.array(["a", "b"]),
        np.array([1j, 2.0]), np.array([True, False]), np.array([[0.0, 1.0], [np.nan, 1.0]]),
        np.array([[-1.7e308, 1.7e308], [1.0, 1.0]]), np.array([-1.7e308, 1.7e308]), np.array([[0, 5e-324], [1.0, 1.0]]),
    ],
    ids=str,
)  # fmt: skip
def test_refuses_arrays_that_are_no_density(tmp_path: Path, data: Array) -> None:
    with pytest.raises(FileError) as caught:
        density_of(saved(tmp_path, data))
    assert "\n" not in str(caught.value)
    assert "inputs.npy" in str(caught.value)


def test_refuses_files_that_are_no_array(tmp_path: Path) -> None:
    (tmp_path / "text.npy").write_text("0.1 0.2\n0.3")
    (tmp_path / "empty.npy").write_bytes(b"")
    np.save(tmp_path / "whole.npy", np.arange(99.0))
    (tmp_path / "cut.npy").write_bytes((tmp_path / "whole.npy").read_bytes()[:300])
    np.savez(tmp_path / "archive.npz", a=np.arange(3.0))
    (tmp_path / "archive.npz").rename(tmp_path / "archive.npy")
    np.save(tmp_path / "objects.npy", np.array([{}, 1], dtype=object), allow_pickle=True)
    (tmp_path / "folder.npy").mkdir()
    for name in ("text", "empty", "cut", "archive", "objects", "folder", "missing", "nul\0"):
        with pytest.raises(FileError) as caught:
            density_of(str(tmp_path / f"{name}.npy"))
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [np.array([[90.0, 91.0], [1.0, 1.0]]), np.array([[0.0, 1.0], [0.0, 0.0]])])
def test_refuses_a_density_without_weight_inside_the_range(tmp_path: Path, data: Array) -> None:
    density = density_of(saved(tmp_path, data))
    with pytest.raises(ConfigError, match="weight inside the range"):
        density.on(X)


def test_refuses_a_normal_far_outside_the_range() -> None:
    with pytest.raises(ConfigError, match="weight inside the range"):
        density_of("normal:1000,1").on(X)


def result(density: str | None) -> Result:
    problem = Problem(
        activation=get("gelu"),
        interval=(-8.0, 8.0),
        segments=3,
        density=None if density is None else density_of(density),
    )
    return Result(
        problem=problem, candidate=make_evaluator(problem).candidate(np.array([-1.0, 1.0])), reward=1.0, method="given",
        parameters={}, seed=None, evaluations=1, seconds=0.0, status="finished", versions={},
    )  # fmt: skip


def test_a_result_keeps_its_density(tmp_path: Path) -> None:
    for text in (None, "normal:0,1", saved(tmp_path, np.linspace(-2.0, 2.0, 500))):
        save_result(result(text), tmp_path / "result.json")
        assert json.loads((tmp_path / "result.json").read_text())["density"] == text
        again = load_result(tmp_path / "result.json")
        assert (again.problem.density and again.problem.density.text) == text
        assert again.details == {}
        assert result_to_json(again) == result_to_json(result(text))


def test_a_result_whose_density_is_gone_can_be_read_and_says_so_when_asked(tmp_path: Path) -> None:
    text = saved(tmp_path, np.linspace(-2.0, 2.0, 500))
    save_result(result(text), tmp_path / "result.json")
    Path(text).unlink()
    again = load_result(tmp_path / "result.json")
    assert result_to_json(again)["density"] == text
    with pytest.raises(FileError, match=r"density must be there.*inputs\.npy"):
        make_evaluator(again.problem)


def test_a_result_with_a_wrong_density_is_refused(tmp_path: Path) -> None:
    save_result(result("normal:0,1"), tmp_path / "result.json")
    data = json.loads((tmp_path / "result.json").read_text())
    for wrong in ("normal:0,-1", 3, ["normal:0,1"], {}):
        (tmp_path / "result.json").write_text(json.dumps(data | {"density": wrong}))
        with pytest.raises(PwlactError):
            load_result(tmp_path / "result.json")
