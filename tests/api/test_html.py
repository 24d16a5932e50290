"""What a notebook shows is safe to show."""

from __future__ import annotations

import pwlact
from pwlact.api import html


def test_figures_and_shares() -> None:
    assert html.figure_of(None) == "-"
    assert html.figure_of(0.00925445123) == "0.00925445"
    assert html.share_of(0.05) == "5.000%"
    assert html.share_of(18.0) == "x 19"


def test_names_are_escaped() -> None:
    r = pwlact.approximate(lambda x: x * x, interval=(0, 1), segments=2)
    text = "x < 1 & <b>"
    assert "<b>" not in html._table(("", ""), [(text, text)]).replace("</b>", "")
    assert "function on [0, 1]" in html.result(r)
