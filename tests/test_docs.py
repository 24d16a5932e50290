"""What the documents show is what happens: docs/python.md as a doctest and as a notebook, and the docstrings."""

from __future__ import annotations

import doctest
import importlib
import shutil
from pathlib import Path
from typing import Any

import pytest

nbclient = pytest.importorskip("nbclient", reason="needs nbclient: pip install nbclient ipykernel")
nbformat = pytest.importorskip("nbformat", reason="needs nbformat: pip install nbformat")

PAGE = Path(__file__).parents[1] / "docs" / "python.md"
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
WITH_RESULTS = ("import", "r = ", "u = ", "t = ")
TOOLS = pytest.mark.skipif(shutil.which("iverilog") is None, reason="needs Icarus: apt-get install iverilog")


@TOOLS
def test_the_page_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = doctest.testfile(str(PAGE), module_relative=False, optionflags=FLAGS)
    assert done.attempted > 25
    assert done.failed == 0


@TOOLS
@pytest.mark.parametrize("blocks", [WITH_RESULTS, pytest.param(None, marks=pytest.mark.slow)], ids=["results", "page"])
def test_the_page_runs_as_a_notebook(blocks: tuple[str, ...] | None, tmp_path: Path) -> None:
    page = doctest.DocTestParser().get_examples(PAGE.read_text(encoding="utf-8"))
    chosen = [block for block in page if blocks is None or block.source.startswith(blocks)]
    cells = [nbformat.v4.new_code_cell(block.source) for block in chosen if block.exc_msg is None]
    cells += [nbformat.v4.new_code_cell(name) for name in ("r", "u", "t")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    longest = (4, 4, 5)  # lines; the comparison's are a title, two methods, the bound and what a gap means
    for cell, most in zip(notebook.cells[-3:], longest, strict=True):
        assert _shown(cell, "text/html").startswith("<table>")
        assert "data:image/png;base64," in _shown(cell, "text/html")
        assert 2 <= len(_shown(cell, "text/plain").splitlines()) <= most


def _shown(cell: Any, kind: str) -> str:
    (output,) = cell.outputs
    return str(output.data[kind])


@pytest.mark.parametrize("name", ["approximate", "compare", "load"])
def test_docstrings_show_use(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = doctest.testmod(importlib.import_module(f"pwlact.api.{name}"), optionflags=FLAGS)
    assert done.attempted > 2
    assert done.failed == 0
