"""The density of a profile: how often an input occurs, or what an error there does to the network's loss."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError, FileError
from pwlact.fit.profile import EDGES, Profile, SiteProfile, same_function
from pwlact.fit.profile_file import read_profile

PROFILE = re.compile(r"(.*?\.npz)(?::(.*))?", re.DOTALL)  # the first .npz that ends the text or precedes a colon
SENSITIVITY = "sensitivity"


class ProfileChoice(NamedTuple):
    """What FILE.npz[:SITE][:sensitivity] says: the file, the site or None for all, and whether errors weigh by loss."""

    path: str
    site: str | None
    sensitivity: bool


def profile_choice(text: str) -> ProfileChoice | None:
    """Return what a text says of a profile; None where it names none.

    Names of sites may hold dots, slashes and colons.

    Parameters
    ----------
    text : str
        FILE.npz, FILE.npz:SITE, FILE.npz:sensitivity or FILE.npz:SITE:sensitivity.

    Raises
    ------
    ConfigError
        If the site is empty.
    """
    found = PROFILE.fullmatch(text)
    if found is None:
        return None
    path, rest = found.groups()
    if rest is None:
        return ProfileChoice(path, None, False)
    site, colon, last = rest.rpartition(":")
    weighed = last == SENSITIVITY
    if not rest or (weighed and colon and not site):
        raise ConfigError(f"a site's name follows the colon, got none in {text!r}; give FILE.npz:SITE or FILE.npz")
    if not weighed:
        return ProfileChoice(path, rest, False)
    return ProfileChoice(path, site or None, True)


def profile_sums(choice: ProfileChoice, function: str | None) -> tuple[Array, float]:
    """Return the weight of each cell, shape (CELLS,), and the weight of what lies beyond all cells.

    Parameters
    ----------
    choice : ProfileChoice
        The file, and what of it.
    function : str or None
        Name of the function that is approximated.

    Raises
    ------
    FileError
        If the file cannot be read, or holds no weight.
    ConfigError
        If the profile has no such site, one of another function, or no sensitivity.
    """
    site = _site(read_profile(Path(choice.path)), choice, function)
    if choice.sensitivity and site.squares is None:
        raise ConfigError(
            f"a sensitivity is in profiles of a network with a loss, got {choice.path!r} without one; "
            "leave out :sensitivity, or profile again with it"
        )
    sums = site.squares if choice.sensitivity and site.squares is not None else site.counts
    if not sums.sum() > 0.0:
        raise FileError(f"a profile's site has inputs, got none at {site.name} in {choice.path!r}; profile more data")
    return sums, 0.0 if choice.sensitivity else float(site.beyond)


def _site(profile: Profile, choice: ProfileChoice, function: str | None) -> SiteProfile:
    if choice.site is None:
        return profile.merged("none" if function is None else function)
    site = profile.site(choice.site)
    if function is None or not same_function(site.function, function):
        raise ConfigError(
            f"a density is of the function that is approximated, got site {site.name!r} of {site.function} for "
            f"{function}; choose a site of {function}, or approximate {site.function}"
        )
    return site


def heights_of(sums: Array) -> Array:
    """Return the density in each cell, 1 in all: sum / width, shape (CELLS,)."""
    return np.asarray(sums / sums.sum() / np.diff(EDGES))


def share_below(sums: Array, beyond: float, x: Array) -> Array:
    """Return the share of all weight that is placed below inputs of any shape; even within a cell."""
    reached = np.concatenate(([0.0], np.cumsum(sums)))
    return np.asarray(np.interp(x, EDGES, reached / (reached[-1] + beyond)))
