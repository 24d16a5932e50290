"""What a notebook shows is safe to show."""

from __future__ import annotations

import pwlact
from pwlact.api import html


def test_names_are_escaped() -> None:
    r = pwlact.approximate(lambda x: x * x, interval=(0, 1), segments=2)
    text = "x < 1 & <b>"
    assert "<b>" not in html._table(("", ""), [(text, text)]).replace("</b>", "")
    assert "function on [0, 1]" in html.result(r)
