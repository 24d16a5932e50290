"""Kernels of noisy points that are not there yet."""

from __future__ import annotations

from typing import Any

from pwlact.errors import RunError


def linked_minimax(_points: Any, segments: int, **_options: Any) -> Any:
    """Raise RunError."""
    raise RunError(f"the smallest maximum error at noisy data is being built, got {segments} segments; try method dp")


separate_minimax = linked_minimax
