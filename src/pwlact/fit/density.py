"""Densities: how often a network feeds an input to its activation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pwlact.functions import ArrayFunction

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Density:
    """Density of a network's inputs, up to a factor.

    Parameters
    ----------
    text : str
        How it was given, as in "normal:0,1".
    weight : callable
        The density on float64 arrays, zero or more.
    """

    text: str
    weight: ArrayFunction

    def on(self, x: Array) -> Array:
        """Return weights (n,) of samples, which add up to 1."""
        weight = self.weight(x)
        return weight / weight.sum()
