"""Places of values on a scale from 0 to 1: numbers in proportion or by their logarithm, names at equal distances."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from pwlact._types import Array, is_number

ROOM = 0.07  # between labels
DECADE = 15.0  # ratio of the largest number to the smallest from which a scale is logarithmic


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale.

    Parameters
    ----------
    name : str
        What it is of.
    places : ndarray, shape (n,)
        Place of each value, from 0 to 1.
    ticks : tuple
        Places with their labels.
    """

    name: str
    places: Array
    ticks: tuple[tuple[float, str], ...]


def scale_of(name: str, values: Sequence[Any]) -> Scale:
    """Return the scale of n values, one at least."""
    if are_numbers(values):
        return _of_numbers(name, np.asarray(values, dtype=np.float64))
    texts = [str(value) for value in values]
    known = list(dict.fromkeys(texts))
    places = np.linspace(0.0, 1.0, len(known)) if len(known) > 1 else np.array([0.5])
    at = dict(zip(known, places.tolist(), strict=True))
    return Scale(
        name=name, places=np.array([at[text] for text in texts]), ticks=tuple((at[text], text) for text in known)
    )


def are_numbers(values: Sequence[Any]) -> bool:
    """Tell whether all values are numbers; True and False are none."""
    return all(is_number(value) and not isinstance(value, bool) for value in values)


def is_logarithmic(values: Array) -> bool:
    """Tell whether numbers span so much that their logarithms are shown."""
    return bool(values.min() > 0.0 and values.max() / values.min() >= DECADE)


def are_apart(places: Sequence[float]) -> bool:
    """Tell whether labels at ascending places from 0 to 1 stand clear of each other."""
    return all(after - before >= ROOM for before, after in pairwise(places))


def short(number: float) -> str:
    """Return a number in few characters: 0.0015 as 1.5e-3."""
    if number == 0.0 or 1e-2 <= abs(number) < 1e5:
        return f"{number:.4g}"
    mantissa, exponent = f"{number:.3e}".split("e")
    return f"{float(mantissa):g}e{int(exponent)}"


def _of_numbers(name: str, values: Array) -> Scale:
    log = is_logarithmic(values)
    low, high = float(values.min()), float(values.max())

    def place(value: float) -> float:
        if low == high:
            return 0.5
        return math.log(value / low) / math.log(high / low) if log else (value - low) / (high - low)

    known = np.unique(values).tolist()
    if not are_apart([place(value) for value in known]):
        shares = np.linspace(0.0, 1.0, 5).tolist()
        known = [low * (high / low) ** share if log else low + (high - low) * share for share in shares]
    ticks = tuple((place(value), short(value)) for value in known)
    return Scale(name=name, places=np.array([place(value) for value in values.tolist()]), ticks=ticks)
