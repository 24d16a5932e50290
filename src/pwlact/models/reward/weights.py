"""How much a network minds an error at each input, as weights of samples."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.fit.profile import EDGES, Profile, SiteProfile, cells_of
from pwlact.models.network import Network

FLOOR = 1e-6  # of the largest weight: where the profile saw nothing, values still follow the function


def profiled(network: Network, samples: int) -> Profile:
    """Return the network's profile on calibration data, with its sensitivity where it has gradients."""
    try:
        return network.profile("calibration", sensitivity=True, count=samples)
    except ConfigError:
        return network.profile("calibration", sensitivity=False, count=samples)


def sample_weights(site: SiteProfile, x: Array) -> Array:
    """Return weights (n,) of samples x (n,), 1 in all: sensitivity, or counts where there is none, per unit of x."""
    heights = (site.counts if site.squares is None else site.squares) / np.diff(EDGES)
    weights = heights[np.maximum(cells_of(x), 0)]
    weights = weights + FLOOR * weights.max()
    return np.asarray(weights / weights.sum())
