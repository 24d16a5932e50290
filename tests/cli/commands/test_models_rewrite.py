"""`pwlact models rewrite`: a file that needs no pwlact, and one line for what is bad."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnx_models as models
import pytest

from pwlact.cli.main import main
from pwlact.models.onnx.files import read_model
from pwlact.search.result_json import load_result

X = np.random.default_rng(0).normal(scale=3.0, size=200).astype(np.float32)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with three results and three models."""
    folder = tmp_path_factory.mktemp("home")
    runs = ("--method", "minimax", "--no-figures", "--segments", "4", "--out", str(folder / "runs"))
    assert main(["search", "silu", *runs, "--name", "s"]) == 0
    assert main(["search", "exp", *runs, "-R", "-8", "0", "--name", "e"]) == 0
    assert main(["search", "sigmoid", *runs, "--format", "q3.5", "--name", "unit"]) == 0
    for name, nodes in (
        ("silu", "a = Sigmoid (x) y = Mul (x, a)"),
        ("gate", "y = Sigmoid (x)"),
        ("none", "y = Relu (x)"),
    ):
        onnx.save_model(models.model_of(nodes), folder / f"{name}.onnx")
    (folder / "bad.onnx").write_bytes(b"bad")
    return folder


@pytest.fixture
def rewrite(home: Path, monkeypatch: pytest.MonkeyPatch):
    """Give what runs the command there."""
    monkeypatch.chdir(home)
    return lambda *words: main(["models", "rewrite", *words])


def test_a_result_replaces_its_function(home, rewrite, capsys):
    assert rewrite("silu.onnx", "--silu", "s", "--out", "new.onnx") == 0
    text = capsys.readouterr().out
    assert "y     silu      yes" in text
    assert text.splitlines()[-1] == "written  new.onnx"
    pwl = load_result(home / "runs/s/result.json").candidate.pwl
    new = read_model(home / "new.onnx")
    models.check(new)
    assert np.all(np.abs(models.run(new, X) - pwl(X)) <= models.error_bound(pwl, X))


def test_a_result_with_codes_becomes_its_unit(home, rewrite):
    assert rewrite("gate.onnx", "--sigmoid", "runs/unit/result.json", "--out", "new.onnx") == 0
    unit = load_result(home / "runs/unit/result.json").candidate.unit
    assert unit is not None
    expected = unit.spec.output.decode(unit(unit.spec.input.encode(X.astype(float))))
    assert np.array_equal(models.run(read_model(home / "new.onnx"), X), expected)


def test_one_site_by_its_name(rewrite, capsys):
    assert rewrite("silu.onnx", "--site", "y=s", "--out", "new.onnx", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "file": "new.onnx", "replaced": [{"site": "y", "function": "silu"}], "left": []
    }  # fmt: skip


def test_without_a_file_the_sites_are_listed(home, rewrite, capsys):
    before = sorted(home.iterdir())
    assert rewrite("silu.onnx") == 0
    assert "left     1 silu: no table was given; add --silu" in capsys.readouterr().out
    assert sorted(home.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("silu.onnx", "--gelu", "s"), "--gelu takes a result of gelu, got one of silu; give another"),
        (("silu.onnx", "--softmax", "s"), "--softmax takes a result of exp, got one of silu; give another"),
        (("silu.onnx", "--sigmoid", "unit"), "got silu.onnx with 1 silu: no table was given; add --silu"),
        (("none.onnx", "--silu", "s"), "an activation that a table is given for, got none.onnx with none"),
        (("bad.onnx", "--silu", "s"), "an ONNX model must be whole and valid, got bad.onnx"),
        (("gone.onnx", "--silu", "s"), "an ONNX model must exist, got 'gone.onnx'"),
        (("silu.onnx", "--silu", "gone"), "a run folder holds config.toml or result.json, got 'gone'"),
        (("silu.onnx", "--site", "z=s"), "a site is an activation of the model, got 'z'"),
        (("silu.onnx", "--site", "y=unit"), "--site y takes a result of silu, got one of sigmoid; give another"),
        (("silu.onnx", "--site", "s"), "--site takes NAME=R, got 's'"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_writes_nothing(words, line, home, rewrite, capsys):
    before = sorted(home.iterdir())
    assert rewrite(*words, "--out", "other.onnx") == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert line in said
    assert sorted(home.iterdir()) == before


def test_a_site_takes_no_table_of_another_steepness(home, rewrite, capsys):
    runs = ("--method", "uniform", "--no-figures", "--out", str(home / "runs"), "--name", "quick")
    assert main(["search", "silu:beta=1.702", *runs]) == 0
    assert rewrite("silu.onnx", "--site", "y=quick", "--out", "no.onnx") == 2
    assert "--site y takes a result of silu, got one of silu:beta=1.702" in capsys.readouterr().err
    assert not (home / "no.onnx").exists()


def test_the_model_itself_is_not_written_over(rewrite, capsys):
    assert rewrite("silu.onnx", "--silu", "s", "--out", "./silu.onnx") == 2
    assert "--out is another file than the model" in capsys.readouterr().err


def test_a_folder_that_does_not_exist_is_named(rewrite, capsys):
    assert rewrite("silu.onnx", "--silu", "s", "--out", "gone/new.onnx") == 2
    assert "a file's folder must exist" in capsys.readouterr().err


def test_a_table_without_a_site_is_noted(rewrite, capsys):
    assert rewrite("silu.onnx", "--silu", "s", "--sigmoid", "unit", "--out", "new.onnx") == 0
    assert "the model has no sigmoid: --sigmoid was not used" in capsys.readouterr().err


def test_a_missing_package_is_named(rewrite, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "pwlact.models.onnx.rewrite", None)
    assert rewrite("silu.onnx", "--silu", "s", "--out", "new.onnx") == 2
    assert "pip install 'pwlact[models]'" in capsys.readouterr().err
