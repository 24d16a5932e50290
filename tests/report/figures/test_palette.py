"""Colours stand out from the page, light and dark."""

from __future__ import annotations

import re

import pytest

from pwlact.report.figures.palette import CYCLE
from pwlact.report.page import static

PAIRS = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", static("page.css")))
TEXTS = ("ink", "quiet", "accent", "good", "bad")


def luminance(color: str) -> float:
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a: str, b: str) -> float:
    """Return the ratio of WCAG 2.2, 1 to 21."""
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize("paper", ["paper", "card"])
def test_texts_and_traces_stand_out(theme: int, paper: str) -> None:
    colors = {name: pair.split(", ")[theme] for name, pair in PAIRS.items()}
    for name in TEXTS:
        assert contrast(colors[name], colors[paper]) >= 4.5, name
    for color in CYCLE:
        assert contrast(color, colors[paper]) >= 3.0, color
    assert contrast(colors["on-accent"], colors["accent"]) >= 4.5
