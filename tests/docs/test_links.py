"""Links of the documents: those of Markdown files here; `make docs` checks the built site by the same rules."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
GENERATED = "reference/commands/"  # pages that the build writes


def _links() -> ModuleType:
    spec = importlib.util.spec_from_file_location("links", ROOT / "docs" / "links.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


links = _links()
FOLDERS = ("docs", "benchmarks", "experiments")
PAGES = [*ROOT.glob("*.md"), *(page for name in FOLDERS for page in (ROOT / name).rglob("*.md"))]


@pytest.mark.parametrize("page", [page for page in PAGES if "_build" not in page.parts], ids=lambda page: page.name)
def test_each_relative_link_leads_to_a_file(page: Path) -> None:
    assert [text for text in links.broken_in_markdown(page) if GENERATED not in text] == []


def test_a_site_without_broken_links_passes(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<a href="b.html#part">b</a><a href="https://x.org/y">y</a><p id="top"></p>')
    (tmp_path / "b.html").write_text('<h2 id="part">part</h2><a href="a.html#top">a</a><a href="#part">here</a>')
    assert links.main([str(tmp_path)]) == 0


@pytest.mark.parametrize("link", ["c.html", "b.html#nowhere", "#nowhere", "c.png"])
def test_a_link_that_leads_nowhere_is_told(link: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text(f'<a href="{link}">x</a>')
    (tmp_path / "b.html").write_text("<p>b</p>")
    assert links.main([str(tmp_path)]) == 1
    assert f"a.html: {link} leads to no" in capsys.readouterr().out


def test_a_site_that_is_not_there_fails(tmp_path: Path) -> None:
    assert links.main([str(tmp_path)]) == 1


def test_code_is_no_link(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "`a[0](b)` and\n```\n[x](gone.md)\n```\n[real](gone.md#part) [fine](page.md) [out](https://x.org)\n"
    )
    assert [text.split(": ")[1] for text in links.broken_in_markdown(page)] == ["gone.md#part leads to no file"]
