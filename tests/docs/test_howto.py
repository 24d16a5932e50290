"""How-to pages: each block is run, compiled, or found in an exported file, and prints what the page says."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from docs.pages import Reader, blocks
from icarus import needs

HERE = Path(__file__).parent
STUDIES = ("clusters", "sweeps")  # pages of commands for clusters, and of a file that tests/settings reads
PAGES = sorted(path for path in (HERE.parents[1] / "docs" / "howto").glob("*.md") if path.stem not in STUDIES)
STAND_INS = {  # the folders of a page that stand in for another project's
    "cmsis_nn": ("CMSIS-NN",),
    "finn": ("finn-rtllib",),
    "gqa_lut": ("GQA-LUT",),
    "tflite_micro": ("tflite-micro",),
}
PACKAGES = {"finn": ("onnx", "qonnx"), "gqa_lut": ("torch",), "hls4ml": ("hls4ml", "torch")}


@needs("gcc")
@needs("g++")
@needs("iverilog")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_page_is_true(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in PACKAGES.get(page.stem, ()):
        pytest.importorskip(package, reason=f"needs {package}: pip install {package}")
    text, folders = page.read_text(encoding="utf-8"), STAND_INS.get(page.stem, ())
    assert ("stand-in" in text) == bool(folders)
    for folder in folders:
        shutil.copytree(HERE / "stand_ins" / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    reader, followed = Reader(tmp_path), 0
    for block in blocks(text):
        reader.follow(block)
        followed += 1
    assert followed >= 4
