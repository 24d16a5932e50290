"""A comparison in the hands of a user."""

from __future__ import annotations

from pathlib import Path

import pwlact


def test_a_comparison_shows_itself(tmp_path: Path) -> None:
    t = pwlact.compare("tanh", segments=4, methods=["uniform"])
    assert "uniform" in repr(t)
    assert "lower bound" in repr(t)
    assert "<table>" in t._repr_html_()
    t.plot(tmp_path / "compare.svg")
    assert (tmp_path / "compare.svg").read_text(encoding="utf-8").lstrip().startswith("<?xml")
