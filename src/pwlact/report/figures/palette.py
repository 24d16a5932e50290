"""Colours of traces, which stand at least 3 : 1 from the page's paper, light or dark."""

from __future__ import annotations

BLUE, VERMILLION, GREEN = "#1f7fc4", "#d9601a", "#0f9a6e"
PURPLE, GREY, OCHRE = "#b565a7", "#7f8891", "#a87b00"
CYCLE = (BLUE, VERMILLION, GREEN, PURPLE, OCHRE, GREY)
"""Of several results or methods beside each other."""

BAND = "rgba(127, 136, 145, 0.45)"
"""A broad line beneath others, as the function below its approximation; or an area."""

HAIR = "rgba(127, 136, 145, 0.5)"
"""Thin lines, as at breakpoints."""

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star", "cross", "triangle-down", "pentagon")
"""Marks of several methods, so that no colour need be told."""
