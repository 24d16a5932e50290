"""Profiles: what a network feeds its activations, and how much it minds an error there, by cells of the input.

Cells are the same for every site, so that profiles add up: 1/256 wide for |x| < 2, then 256 in each octave up to
2^16. What lies beyond is counted, not placed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Codes
from pwlact.errors import ConfigError, did_you_mean
from pwlact.functions import get, is_known

CELLS_PER_UNIT = 256
LINEAR_END = 2.0  # below it cells have equal widths; in each octave above as many cells
OCTAVES = 15
LARGEST = LINEAR_END * 2.0**OCTAVES
SIDE = int(LINEAR_END * CELLS_PER_UNIT) + OCTAVES * CELLS_PER_UNIT  # cells on each side of 0
CELLS = 2 * SIDE


def _positive_edges() -> Array:
    linear = np.arange(int(LINEAR_END * CELLS_PER_UNIT)) / CELLS_PER_UNIT
    mantissas = 1.0 + np.arange(CELLS_PER_UNIT) / CELLS_PER_UNIT
    octaves = LINEAR_END * 2.0 ** np.arange(OCTAVES)
    return np.concatenate((linear, np.outer(octaves, mantissas).ravel(), [LARGEST]))


_POSITIVE = _positive_edges()
EDGES: Array = np.concatenate((-_POSITIVE[:0:-1], _POSITIVE))
"""Edges of the cells, ascending, shape (CELLS + 1,)."""
EDGES.setflags(write=False)


def cells_of(x: NDArray[np.floating]) -> Codes:
    """Return the cell of each input, shape as x; -1 for what is no number or beyond 2^16.

    A cell right of 0 holds its left edge; one left of 0 holds its right edge, without 0.
    """
    size = np.abs(x).astype(np.float64)
    placed = size < LARGEST  # false for nan
    size = np.where(placed, size, 0.0)
    fraction, exponent = np.frexp(size)
    octave = (exponent - 2) * CELLS_PER_UNIT + np.floor((2.0 * fraction - 1.0) * CELLS_PER_UNIT)
    linear = np.floor(size * CELLS_PER_UNIT)
    away = np.where(size < LINEAR_END, linear, octave + int(LINEAR_END * CELLS_PER_UNIT)).astype(np.int64)
    cell = np.where(np.asarray(x) < 0.0, SIDE - 1 - away, SIDE + away)
    return np.where(placed, cell, -1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SiteProfile:
    """What one activation of a network is fed.

    Parameters
    ----------
    name : str
        The site's name in its network.
    function : str
        The exact function there, a name of the catalogue.
    counts : ndarray, shape (CELLS,)
        Inputs in each cell.
    squares : ndarray, shape (CELLS,), or None
        Sum over the inputs in each cell of (dL/dy)^2, the squared gradient of the loss, summed over the samples, with
        respect to the activation's output; None where there was no loss.
    beyond : int
        Inputs that are no number, or beyond 2^16.
    """

    name: str
    function: str
    counts: Array
    squares: Array | None = None
    beyond: int = 0

    def coverage(self, low: float, high: float) -> float:
        """Return the share of the inputs in [low, high], from 0 to 1; a cell at an end counts by its part inside."""
        total = float(self.counts.sum()) + self.beyond
        inside = np.clip(np.minimum(EDGES[1:], high) - np.maximum(EDGES[:-1], low), 0.0, None) / np.diff(EDGES)
        return float(self.counts @ inside) / total if total else math.nan

    def range(self, share: float = 1.0) -> tuple[float, float]:
        """Return the edges of cells between which `share` of the placed inputs lie, as much left out at either end.

        Raises
        ------
        ConfigError
            If no input is placed.
        """
        if not self.counts.any():
            raise ConfigError(f"a range is of inputs, got none at site {self.name!r}; profile more data")
        reached = np.cumsum(self.counts)
        left_out = 0.5 * (1.0 - share) * reached[-1]
        first = int(np.searchsorted(reached, left_out, side="right"))
        last = int(np.searchsorted(reached, reached[-1] - left_out, side="left"))
        return float(EDGES[first]), float(EDGES[min(last, CELLS - 1) + 1])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """What the activations of a network are fed, site by site.

    Parameters
    ----------
    network : str
        The network's name.
    samples : int
        Samples that the network saw, as images or tokens: the loss is a sum over them.
    sites : tuple of SiteProfile
        The sites, in the network's order.
    """

    network: str
    samples: int
    sites: tuple[SiteProfile, ...]

    @property
    def functions(self) -> tuple[str, ...]:
        """The exact functions of the sites, each once."""
        return tuple(dict.fromkeys(site.function for site in self.sites))

    def site(self, name: str) -> SiteProfile:
        """Return one site.

        Raises
        ------
        ConfigError
            If there is none of this name.
        """
        found = {site.name: site for site in self.sites}
        if name not in found:
            raise ConfigError(
                f"a site is one of the profile's {len(found)}, got {name!r}; {did_you_mean(name, found)}"
                f"`pwlact models profile` lists them, the first is {self.sites[0].name!r}"
            )
        return found[name]

    def merged(self, function: str) -> SiteProfile:
        """Return all sites of one function as one.

        Raises
        ------
        ConfigError
            If the network has none.
        """
        sites = [site for site in self.sites if same_function(site.function, function)]
        if not sites:
            raise ConfigError(
                f"a profile's function is one of {', '.join(self.functions)}, got {function}; the network "
                f"{self.network} has none of it, choose one that it has"
            )
        squares = [site.squares for site in sites if site.squares is not None]
        return SiteProfile(
            name=function,
            function=function,
            counts=np.sum([site.counts for site in sites], axis=0),
            squares=np.sum(squares, axis=0) if len(squares) == len(sites) else None,
            beyond=sum(site.beyond for site in sites),
        )


def same_function(name: str, other: str) -> bool:
    """Tell whether two names are of one function of the catalogue, as swish and silu; others must be equal."""
    return _canonical(name) == _canonical(other)


def _canonical(name: str) -> str:
    return get(name).name if is_known(name) else name
