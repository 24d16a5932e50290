"""The loss that a table adds to a network, estimated from a site's profile without running the network."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from pwlact import functions
from pwlact._types import Array
from pwlact.errors import ConfigError, require
from pwlact.fit.profile import EDGES, SiteProfile
from pwlact.functions import ArrayFunction

POINTS = 8  # in a cell, at which the error is taken
_OFFSETS = (np.arange(POINTS) + 0.5) / POINTS


def predicted_loss(site: SiteProfile, samples: int, table: ArrayFunction) -> float:
    """Return the loss a sample that a table is expected to add: half the sum of s_c e_c^2 over the cells, / samples.

    s_c is the sum of the squared gradients (dL/dy)^2 in cell c, and e_c^2 the mean of (table(x) - f(x))^2 over the
    cell. It is the second-order term of the loss with the diagonal of the Fisher information, as for weights in
    Frantar et al., GPTQ, arXiv 2210.17323, and Dong et al., HAWQ, arXiv 1905.03696. For the mean KL divergence of a
    network's outputs it holds while errors are small, below about 1e-2.

    Parameters
    ----------
    site : SiteProfile
        Where the table stands: a site, or all sites of a function from `Profile.merged`. Its function is f.
    samples : int
        Samples that the network saw, `Profile.samples`.
    table : callable
        What stands in for f, on float64 arrays of any shape: a `PWL`, or any other function.

    Raises
    ------
    ConfigError
        If the site has no squared gradients, or there are no samples.
    """
    if site.squares is None:
        raise ConfigError(
            f"a predicted loss needs a profile with sensitivity, got {site.name!r} without; profile again with it"
        )
    require(samples >= 1, "samples are at least 1", samples, "give Profile.samples")
    cells = np.flatnonzero(site.squares)
    loss = 0.5 * float(site.squares[cells] @ square_errors(cells, site.function, table)) / samples
    return loss if math.isfinite(loss) else math.inf


def square_errors(cells: Any, function: str, table: ArrayFunction) -> Array:
    """Return the mean of (table(x) - f(x))^2 over each of the cells (n,), by 8 points a cell, shape (n,).

    Parameters
    ----------
    cells : ndarray of int, shape (n,)
        Indices of cells.
    function : str
        f, a name of the catalogue.
    table : callable
        On float64 arrays of any shape.
    """
    left, width = EDGES[cells], np.diff(EDGES)[cells]
    x = left[:, None] + width[:, None] * _OFFSETS
    with np.errstate(over="ignore"):
        return np.asarray(((table(x) - functions.get(function).f(x)) ** 2).mean(axis=1))
