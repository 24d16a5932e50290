"""Figures of the page, read back in tests."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from plotly.graph_objects import Figure as Plotly

from pwlact.report.section import Figure


def check(figure: Figure) -> None:
    """Assert that plotly knows every key and value of a figure."""
    Plotly(dict(figure))


def array(part: Any) -> Any:
    """Return the numbers of a part of a figure, a list or packed."""
    if not isinstance(part, dict):
        return np.array(part, dtype=np.float64)
    return np.frombuffer(base64.b64decode(part["bdata"]), dtype=np.dtype(part["dtype"]).newbyteorder("<"))


def trace(figure: Figure, name: str) -> Any:
    """Return a figure's trace of this name."""
    (found,) = [trace for trace in figure["data"] if trace.get("name") == name]
    return found
