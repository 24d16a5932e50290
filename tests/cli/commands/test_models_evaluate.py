"""`pwlact models evaluate`: what it prints, writes and refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tiny_network import TinyNetwork

import pwlact
from pwlact.cli.commands import models_evaluate
from pwlact.errors import ConfigError, FileError, InputError
from pwlact.fit.profile import Profile
from pwlact.fit.profile_file import write_profile
from pwlact.search.result_json import save_result
from pwlact.studies.evaluation import compute
from pwlact.studies.evaluation.record import EvaluationRow

FEW = ("--count", "200", "--resamples", "50", "--segments-list", "3", "6", "--formats", "float")


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute, "open_network", lambda _choice: TinyNetwork())
    monkeypatch.setenv("COLUMNS", "120")


def run(home: Path, *words: str) -> int:
    return models_evaluate.run(["tiny", *FEW, "--out", str(home), *words])


def result(home: Path, function: str, name: str) -> str:
    path = home / name / "result.json"
    save_result(pwlact.approximate(function, segments=5), path)
    return str(path.parent)


def test_origin_licence_rows_and_fewest_segments_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--methods", "uniform", "minimax") == 0
    text = capsys.readouterr().out
    for word in ("tiny network", "random", "Apache-2.0", "minimax 6 float", "fewest segments", "95 %", "silu, tanh"):
        assert word in text


def test_the_outputs_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, figure = tmp_path / "rows.csv", tmp_path / "loss.svg"
    words = ("--methods", "minimax", "interpolated", "--csv", str(table), "--plot", str(figure), "--json")
    assert run(tmp_path, *words) == 0
    data = json.loads(capsys.readouterr().out)
    with table.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["method"] for row in rows] == ["exact", *(row["method"] for row in data["rows"])]
    assert [float(row["divergence"]) for row in rows[1:]] == [row["divergence"]["value"] for row in data["rows"]]
    assert {row["method"] for row in data["fewest"]} == {"minimax", "interpolated"}
    assert figure.read_text(encoding="utf-8").count("minimax") > 0


def test_tables_of_ones_own_stand_at_functions_and_sites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    silu, tanh = result(tmp_path, "silu", "a"), result(tmp_path, "tanh", "b")
    assert run(tmp_path, "--with", f"silu={silu}", f"narrow/act={tanh}", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert (row["method"], row["segments"]) == ("given", None)
    assert run(tmp_path, "--with", f"silu={silu}", "--json") == 0
    (other,) = json.loads(capsys.readouterr().out)["rows"]
    assert 0.0 < other["divergence"]["value"] < row["divergence"]["value"]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("gelu={silu}", "its functions are silu, tanh"),
        ("tanh={silu}", "got a result for silu"),
        ("silu", "FUNCTION=RESULT"),
        ("last={silu}/none", "run folder"),
    ],
)
def test_tables_that_do_not_fit_are_refused_in_one_line(tmp_path: Path, word: str, said: str) -> None:
    silu = result(tmp_path, "silu", "a")
    with pytest.raises(InputError, match=said) as fault:
        run(tmp_path / "new", "--with", word.format(silu=silu))
    assert "\n" not in str(fault.value)
    assert not (tmp_path / "new").exists()


def test_a_profile_of_another_network_is_refused(tmp_path: Path) -> None:
    own = TinyNetwork().profile("calibration", sensitivity=True, count=50)
    path = tmp_path / "other.npz"
    write_profile(path, Profile(network="other", samples=own.samples, sites=own.sites))
    with pytest.raises(ConfigError, match=r"network tiny, got .* which is of other"):
        run(tmp_path, "--profile", str(path))
    with pytest.raises(FileError, match="must exist"):
        run(tmp_path, "--profile", str(tmp_path / "none.npz"))


def test_a_range_that_is_left_often_is_told_with_the_share(tmp_path: Path) -> None:
    path = tmp_path / "own.npz"
    write_profile(path, TinyNetwork().profile("calibration", sensitivity=True))
    with pytest.warns(pwlact.errors.PwlactWarning, match=r"0\.\d\d% of the inputs"):
        run(tmp_path, "--profile", str(path), "--methods", "uniform", "--json")


def test_an_interrupt_keeps_what_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = compute.EvaluationRun._row

    def stopping(self: compute.EvaluationRun, task: compute.Task) -> EvaluationRow:
        if task.segments == 6:
            raise KeyboardInterrupt
        return real(self, task)

    monkeypatch.setattr(compute.EvaluationRun, "_row", stopping)
    with pytest.raises(KeyboardInterrupt, match=r"1 of 2 rows were kept in .*tiny; the same command goes on"):
        run(tmp_path, "--methods", "minimax")
    assert "minimax 3 float" in capsys.readouterr().out
    monkeypatch.undo()
    monkeypatch.setattr(compute, "open_network", lambda _choice: TinyNetwork())
    assert run(tmp_path, "--methods", "minimax") == 0
    assert "minimax 6 float" in capsys.readouterr().out
