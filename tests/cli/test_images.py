"""ImageNet's way through the command line, with a tiny classifier and tiny images."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pictures import SYNSETS, class_folders, flat_set, save_tiny_vit, write_picture
from processes import run_in

from pwlact.cli.main import main


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold a classifier, class folders, a flat set with labels, and what is wrong with others."""
    home = tmp_path_factory.mktemp("home")
    save_tiny_vit(home / "vit")
    class_folders(home / "train")
    flat = sorted(path.stem for path in flat_set(home / "val", 9).iterdir())
    rows = "".join(f"{stem},{SYNSETS[i % 3]} 1 2 30 40\n" for i, stem in enumerate(flat))
    (home / "LOC_val_solution.csv").write_text("ImageId,PredictionString\n" + rows)
    (home / "short.txt").write_text("0\n1\n")
    class_folders(home / "others", each=1, names=("cat", "dog"))
    class_folders(home / "broken", each=1)
    (home / "broken" / SYNSETS[0] / "damaged.png").write_bytes(b"\x89PNG\r\n\x1a\n nothing")
    (home / "empty").mkdir()
    write_picture(home / "loose" / "a.png", 0)
    return home


WORDS = (
    "models", "evaluate", "--model", "hf:vit", "--images", "val", "--labels", "LOC_val_solution.csv", "--calibration",
    "train", "--segments-list", "4", "--methods", "uniform,minimax", "--formats", "float,q4.12", "--resamples", "50",
    "--json",
)  # fmt: skip


def check(text: str) -> None:
    """Check what an evaluation of the flat set printed."""
    found = json.loads(text)
    network = found["network"]
    assert [network[key] for key in ("name", "samples", "score_name")] == ["hf:vit", 9, "top-1"]
    assert network["other_scores"] == {"top-5": 1.0}
    rows = {(row["method"], row["format"]): row for row in found["rows"]}
    assert set(rows) == {(m, f) for m in ("uniform", "minimax") for f in ("float", "q4.12")} | {("exact", "q4.12")}
    assert 0.0 < rows["exact", "q4.12"]["divergence"]["value"] < rows["minimax", "q4.12"]["divergence"]["value"]
    assert all(row["others"] == {"top-5": 1.0} for row in rows.values())


def test_a_flat_set_is_evaluated_in_real_numbers_and_in_a_format(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    assert main([*WORDS, "--out", str(tmp_path / "out"), "--csv", str(tmp_path / "rows.csv")]) == 0
    check(capsys.readouterr().out)
    assert (tmp_path / "rows.csv").read_text().splitlines()[0].endswith(",seconds,top-5")


@pytest.mark.slow
def test_so_it_is_as_a_process(home: Path, tmp_path: Path) -> None:
    done = run_in(home, *WORDS, "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    check(done.stdout)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hf:vit"], "--model hf:vit needs --images, got none; add --images"),
        (["hf:vit", "--images", "absent"], "--images is a folder, got 'absent'; give one that exists"),
        (["hf:vit", "--images", "empty"], "holds .jpeg or .png files, got none in 'empty'; give another"),
        (["hf:vit", "--images", "loose"], "images need classes, got 1 files and no class folder in 'loose'"),
        (["hf:vit", "--images", "val", "--labels", "short.txt"], "one for each of 9 images, got 2 in 'short.txt'"),
        (["hf:vit", "--images", "others"], "the model's 3, such as 'LABEL_0', or as many, got 2 with 'cat'"),
        (["hf:vit", "--images", "broken"], "an image must be readable, got broken/n01440764/damaged.png"),
        (["hf:absent", "--images", "train"], "hf: takes a folder that save_pretrained wrote"),
        (["hf:train", "--images", "train"], "hf: takes a folder that save_pretrained wrote"),
        (["absent:net", "--data", "absent:data"], "there is no module absent; start in the folder that holds absent"),
    ],
)
def test_bad_input_is_one_line(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    monkeypatch.chdir(home)
    options = ("--methods", "uniform", "--formats", "float", "--out", "bad")
    assert main(["models", "evaluate", "--model", *words, *options]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not list(home.rglob("rows.jsonl"))
