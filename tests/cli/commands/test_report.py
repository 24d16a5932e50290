"""`pwlact report`: a page whole or none, and one line where the input is bad."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from pwlact.cli.main import main

OLD = Path(__file__).parents[2] / "data" / "v0"
SILU, UNIT = (str(OLD / name / "result.json") for name in ("search-silu", "unit-q412"))


def test_one_result_and_several_are_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    assert main(["report", SILU, "--out", str(page)]) == 0
    assert capsys.readouterr().out == f"written  {page}\n"
    assert "<h1>silu on [-8, 8], 9 segments</h1>" in page.read_text()
    assert main(["report", SILU, UNIT, "--out", str(page), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"page": str(page)}
    assert "<h1>search-silu, unit-q412</h1>" in page.read_text()
    assert page.stat().st_size < 5e6


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "a result is needed, got none"),
        (["nothing"], "nothing"),
        ([SILU, "nothing"], "nothing"),
        ([SILU, "--out", "none/page.html"], "none"),
        ([str(OLD / "search-silu" / "config.toml")], "config.toml"),
    ],
)
def test_bad_input_is_one_line_and_leaves_no_page(
    words: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert says in err
    assert list(tmp_path.iterdir()) == []


def test_a_page_too_large_is_refused_and_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        importlib.import_module("pwlact.report.page"), "LARGEST", 2_000_000
    )  # plotly alone is nearly that
    assert main(["report", SILU, "--out", str(tmp_path / "page.html")]) == 2
    assert "a page has at most 2 MB" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_names_with_signs_of_html_stay_text(tmp_path: Path) -> None:
    run = tmp_path / "<b>&amp;"
    run.mkdir()
    (run / "result.json").write_text(Path(SILU).read_text())
    page = tmp_path / "page.html"
    assert main(["report", str(run), str(run), "--out", str(page)]) == 0
    text = page.read_text()
    assert "&lt;b&gt;&amp;amp;" in text
    assert "<b>&amp;" not in text
