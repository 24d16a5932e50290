"""Data in place of FUNCTION, on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from pwlact.cli.main import main

X = np.linspace(-8.0, 8.0, 65)
OTHERS = (
    ("runs", "show", "RUN"),
    ("runs", "compare", "RUN"),
    ("runs", "resume", "RUN"),
    ("plot", "RUN", "--kind", "error"),
    ("export", "RUN", "--to", "verilog", "c", "json", "lut8"),
    ("vectors", "RUN"),
    ("fit", "--points-from", "RUN"),
    ("audit", "RUN/result.json"),
    ("search", "--config", "RUN/config.toml", "--segments", "5", "--no-figures"),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a working folder with samples of tanh, and of a characteristic in physical units."""
    np.savetxt(tmp_path / "tanh.csv", np.stack((X, np.tanh(X)), axis=1), delimiter=",", header="x,y", fmt="%.8g")
    codes = np.linspace(0.0, 65_535.0, 129)
    np.savez(tmp_path / "adc.npz", x=codes[::-1], y=1e-3 * np.sqrt(codes[::-1] + 1e3))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_run_of_data_serves_every_command_without_their_file(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "--data", "tanh.csv", "--segments", "6", "--format", "q3.6", "--name", "a", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["function"] == "data_tanh"  # none of the catalogue
    assert found["data"]["points"] == 65
    assert found["gap"] == pytest.approx(0.0, abs=1e-6)
    assert abs(found["objective"] - 0.0264) < 0.01
    assert {path.name for path in (home / "runs" / "a").iterdir()} >= {"config.toml", "result.json", "data.npz"}
    (home / "elsewhere").mkdir()
    shutil.move(home / "runs" / "a", home / "elsewhere" / "a")
    (home / "tanh.csv").unlink()
    monkeypatch.chdir(home / "elsewhere")
    for words in OTHERS:
        assert main([word.replace("RUN", "a") for word in words]) == 0, words
        capsys.readouterr()
    (run,) = (home / "elsewhere" / "runs").iterdir()
    again = json.loads((run / "result.json").read_text(encoding="utf-8"))
    assert again["data"]["digest"] == found["data"]["digest"]
    assert (home / "elsewhere" / "a" / "export" / "pwl_data_tanh.v").is_file()


def test_data_in_physical_units_serve_searches_fits_and_frontiers(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "table.csv").write_text("x,value\n0,0.03\n20000,0.14\n65535,0.26\n", encoding="utf-8")
    for words in (
        ("search", "--no-figures", "--segments", "7"),
        ("search", "--no-figures", "--max-error", "1e-3"),
        ("search", "--no-figures", "--method", "dp", "--segments", "4"),
        ("fit", "-P", "5000,20000"),
        ("functions",),
        ("audit", "table.csv"),
        ("compare", "--no-agent", "--methods", "minimax", "--segments", "3"),
        ("frontier", "--max-count", "4", "--methods", "minimax", "--max-segments", "40"),
    ):
        assert main([words[0], "--data", "adc.npz", *words[1:], "--json"]) == 0, words
        said = capsys.readouterr()
        assert "adc" in said.out, said.err


BAD = {
    "none.csv": (None, "which does not exist"),
    "words.csv": ("x,y\n1,2\n2,three\n", "got 'three' in line 3"),
    "columns.csv": ("a,b,c,d\n1,2,3,4\n", "got 4 columns, a, b, c, d"),
    "nan.csv": ("1,2\n2,nan\n3,4\n", "got 1 of 3 rows where they are not, the first with y = nan in row 2"),
    "constant.csv": ("1,2\n1,3\n", "two different x or more, got 2 points, all at x = 1"),
    "few.csv": ("1,2\n2,3\n3,5\n", "9 segments have 10 values, got 3 different x"),
    "empty.csv": ("", "got none"),
    "twice.csv": ("1,2\n1,3\n2,3\n", "average them, or add --noisy"),
    "weights.csv": ("1,2,1\n2,3,1\n3,4,2\n", "got weights; leave them out, add --noisy"),
    "pickled.npy": ("no array", "save x and y again as float64"),
    "cut.npz": ("PK", "save x and y again as float64"),
    "table.xlsx": ("1,2\n", "convert it"),
}


@pytest.mark.parametrize("command", ["search", "compare"])
@pytest.mark.parametrize("name", BAD)
def test_bad_data_are_one_line_and_leave_nothing(
    command: str, name: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, said = BAD[name]
    if text is not None:
        (home / name).write_text(text, encoding="utf-8")
    before = sorted(home.rglob("*"))
    assert main([command, "--data", name]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert said in err
    assert sorted(home.rglob("*")) == before
