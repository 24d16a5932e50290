"""The whole table of real networks, on few data."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from processes import ENVIRONMENT

SCRIPT = Path(__file__).parents[2] / "experiments" / "networks.py"
NETWORKS = ("smollm2", "rapidocr", "minilm", "smollm2-news", "g2p", "vit", "cnn")


def _made(folder: Path, *words: str) -> str:
    line = [sys.executable, str(SCRIPT), "--quick", "--out", str(folder), *words]
    subprocess.run(line, env=ENVIRONMENT, check=True, capture_output=True, text=True)
    return (folder / "networks.md").read_text(encoding="utf-8")


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "networks.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_one_network_is_evaluated_told_and_drawn(tmp_path: Path) -> None:
    page = _made(tmp_path, "--networks", "cnn")
    rows = _rows(tmp_path)
    assert len(rows) == 1 + 2 * 3 * 4 + 1
    assert {row["format"] for row in rows} == {"float", "q4.12"}
    assert (tmp_path / "cnn.png").is_file()
    for text in ("## cnn: ", "licence ", "Fewest segments", "- cnn: true in KL", "of 1 networks"):
        assert text in page


@pytest.mark.slow
def test_all_networks_are_evaluated_and_the_statements_computed(tmp_path: Path) -> None:
    page = _made(tmp_path)
    assert {row["network"] for row in _rows(tmp_path)} == set(NETWORKS)
    assert all(f"## {name}: " in page for name in NETWORKS)
    assert "not evaluated" not in page
    assert "**sensitivity** beats both at 6 and 8 segments in" in page
