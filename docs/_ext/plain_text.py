"""Plain sentences of the package as reStructuredText."""

from __future__ import annotations

import re

CODE = re.compile(r"(``.+?``|`.+?`)", re.DOTALL)


def escaped(text: str) -> str:
    """Return a text with what reStructuredText would read as markup escaped: bars, and a line at a word's end.

    What is between backticks stays.
    """
    parts = CODE.split(text)
    parts[::2] = [re.sub(r"(?<=\w)_(?!\w)", r"\\_", re.sub(r"\|", r"\\|", part)) for part in parts[::2]]
    return "".join(parts)
