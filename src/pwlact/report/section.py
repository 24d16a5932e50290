"""A section of the page.

A section is one file in four places: `sections/NAME.py` makes the Section, `templates/NAME.html` its HTML (macros.html
has plots, facts, tables and copy buttons), `figures/NAME.py` its figures, `static/NAME.js` its behaviour, where it has
one: `pwlact.behaviours.NAME = function (root) {...}`, called for the page and for each part that a live page replaces.
Headings inside a section begin at <h4>; ids begin with the article's `id`. A figure states no colour of text, paper or
grid: `static/draw.js` gives it those of the page, light or dark; traces take colours from `figures/palette.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Figure = Mapping[str, Any]
"""A plotly figure: `data` and `layout`, JSON values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the page of one result.

    Parameters
    ----------
    name : str
        Its template, `templates/NAME.html`, and a part of the ids of its elements.
    title : str
        Its heading.
    values : mapping
        What the template shows.
    figures : mapping of str to Figure
        What the script draws at `{{ plot(id, "KEY", "what it shows in words") }}` of the template.
    """

    name: str
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
