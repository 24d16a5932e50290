"""How much a network minds an error at each input, as the density that values are fitted with."""

from __future__ import annotations

from pwlact._types import Array
from pwlact.fit.density import Density, of_profile
from pwlact.fit.profile import SiteProfile


def own_density(name: str, site: SiteProfile) -> Density:
    """Return the sensitivity of a site as a density; how often inputs occur where it has none.

    Parameters
    ----------
    name : str
        The network's name, which the density's text begins with.
    site : SiteProfile
        A site, or all sites of a function as one.
    """
    weights = own_weights(site)
    if weights is site.counts:
        return of_profile(name, weights, float(site.beyond))
    return of_profile(f"{name}:sensitivity", weights, 0.0)


def own_weights(site: SiteProfile) -> Array:
    """Return the weight of each cell, shape (CELLS,): squared gradients, or counts where there are none."""
    return site.counts if site.squares is None or not site.squares.any() else site.squares
