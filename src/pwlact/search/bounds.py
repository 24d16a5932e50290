"""Proven lower bounds: what no PWL with as many segments can beat."""

from __future__ import annotations

from pwlact.search.evaluate import Evaluator


def lower_bound(judge: Evaluator) -> float | None:
    """Return a lower bound of the problem's objective over all PWL with its segments; None where none is known."""
    return None
