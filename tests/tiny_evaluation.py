"""Settings of an evaluation of the tiny network."""

from __future__ import annotations

from typing import Any

SETTINGS: dict[str, Any] = {
    "network": "tiny",
    "methods": ("uniform", "minimax", "sensitivity"),
    "formats": ("float", "q3.5"),
    "segments_list": (3, 6),
    "count": 300,
    "resamples": 100,
}
