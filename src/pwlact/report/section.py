"""A section of the page."""

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
        What the script draws into `<div class="plot" data-figure="KEY" aria-label="...">` of the template.
    """

    name: str
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
