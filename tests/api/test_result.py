"""A result in the hands of a user."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import matplotlib.figure
import pytest

import pwlact
from pwlact.errors import ConfigError, FileError, FormatError

R = pwlact.approximate("silu", segments=5)
U = pwlact.approximate("tanh", segments=4, format="q3.5", interval=(-4, 3.96875))


def test_a_result_says_what_it_is_in_a_few_lines() -> None:
    for result in (R, U):
        lines = repr(result).splitlines()
        assert 2 <= len(lines) <= 4
        assert "segments by minimax" in lines[0]
    assert "q3.5" in repr(U)


def test_a_notebook_shows_a_table_and_the_picture() -> None:
    for result in (R, U):
        html = result._repr_html_()
        assert html.startswith("<table>")
        assert re.search(r'<img alt="approximation" src="data:image/png;base64,iVBOR', html)


@pytest.mark.parametrize("kind", ["approximation", "error", "inset", "curvature"])
def test_a_plot_is_a_figure_and_a_file_where_asked(kind: str, tmp_path: Path) -> None:
    assert isinstance(R.plot(kind), matplotlib.figure.Figure)
    R.plot(kind, tmp_path / "r.png")
    assert (tmp_path / "r.png").read_bytes().startswith(b"\x89PNG")


def test_an_unknown_kind_of_plot_is_refused() -> None:
    with pytest.raises(ConfigError, match="a kind is one of approximation"):
        R.plot("histogramme")
    with pytest.raises(ConfigError, match="a kind is one of approximation"):
        R.plot(["a"])  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="needs its run folder, got none; train with out"):
        R.plot("training")


def test_a_report_is_one_page_that_holds_the_result_or_nothing(tmp_path: Path) -> None:
    page = R.report(tmp_path / "r.html")
    assert page == tmp_path / "r.html"
    assert "silu on [-8, 8], 5 segments" in page.read_text()
    assert 2e6 < page.stat().st_size < 5e6
    with pytest.raises(FileError):
        R.report(tmp_path / "none" / "r.html")
    assert sorted(tmp_path.iterdir()) == [page]


def test_wrong_types_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    for call, says in (
        (lambda: U.export("c", folder, name=3), "name must be text, got 3"),  # type: ignore[arg-type]
        (lambda: U.export("lut8", folder, lookup=3), "lookup must be a LookupOptions"),  # type: ignore[arg-type]
        (lambda: U.export("verilog", folder, latency="a"), "latency must be a whole"),  # type: ignore[arg-type]
        (lambda: U.export(3, folder), r"to must be one name or several, got 3; try to=\['verilog', 'c'\]"),  # type: ignore[arg-type]
        (lambda: U.export([], folder), r"got \[\]; try to="),
        (lambda: U.synth(3), r"try target=\['ice40', 'xilinx'\]"),  # type: ignore[arg-type]
        (lambda: U.synth("ice40", yosys="foo"), "a Yosys is one of yowasp, system, got 'foo'"),  # type: ignore[arg-type]
        (lambda: U.synth("asic", liberty=3), "liberty must be text, got 3"),  # type: ignore[arg-type]
    ):
        with pytest.raises(ConfigError, match=says):
            call()
    assert not folder.exists()


def test_a_unit_is_exported_verified_and_only_a_unit(tmp_path: Path) -> None:
    names = {path.name for path in U.export(["verilog", "c"], tmp_path)}
    assert {"pwl_tanh.v", "pwl_tanh.h", "design.json"} <= names
    with pytest.raises(FormatError, match="target verilog needs a result with codes"):
        R.export("verilog", tmp_path / "other")
    assert not (tmp_path / "other").exists()
    with pytest.raises(ConfigError, match="did you mean"):
        U.export("verilg", tmp_path)


@pytest.mark.skipif(shutil.which("iverilog") is None, reason="needs Icarus: apt-get install iverilog")
def test_a_unit_is_proven() -> None:
    done = U.verify(latency=2)
    assert (done.mismatches, done.inputs) == (0, 256)
    with pytest.raises(FormatError, match="hardware needs a result with codes"):
        R.verify()


def test_cells_are_counted() -> None:
    (cost,) = U.synth("ice40")
    assert cost.luts > 0
    assert cost.target == "ice40"
