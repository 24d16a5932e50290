"""How much a network minds an error at each input, as the density that values are fitted with."""

from __future__ import annotations

from pwlact.errors import ConfigError
from pwlact.fit.density import Density, of_profile
from pwlact.models.network import Network


def own_density(network: Network, function: str, samples: int) -> Density:
    """Return the sensitivity of a network's sites of a function; how often inputs occur where it has no gradients.

    Parameters
    ----------
    network : Network
        The network.
    function : str
        The function, one that it has.
    samples : int
        Calibration samples that are profiled.
    """
    try:
        profile = network.profile("calibration", sensitivity=True, count=samples)
    except ConfigError:
        profile = network.profile("calibration", sensitivity=False, count=samples)
    site = profile.merged(function)
    if site.squares is not None and site.squares.sum() > 0.0:
        return of_profile(f"{network.name}:sensitivity", site.squares, 0.0)
    return of_profile(network.name, site.counts, float(site.beyond))
