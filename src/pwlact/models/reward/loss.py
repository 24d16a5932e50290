"""The loss of a network with tables in place of its exact functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pwlact._types import Array
from pwlact.models.network import Network, Outputs, Split, Table


class NetworkLoss:
    """Mean divergence of a network's outputs from the exact network's, over the first samples of its calibration data.

    It needs no labels, and tells tables apart where accuracy does not.

    Parameters
    ----------
    network : Network
        The network.
    sites : sequence of str
        The sites that tables stand at.
    samples : int
        Number of calibration samples.
    """

    def __init__(self, network: Network, sites: Sequence[str], samples: int) -> None:
        self.network, self.sites = network, tuple(sites)
        self.samples = min(samples, network.samples("calibration"))
        self.evaluations = 0
        self._exact = network.outputs("calibration", {}, self.samples)
        self._whole: dict[Split, Outputs] = {}
        self._run = network.runner("calibration", self.sites, self.samples)

    def __call__(self, candidates: Sequence[Mapping[str, Table]]) -> Array:
        """Return the loss of each candidate (n,), a table for each site; inf where the outputs are no numbers."""
        self.evaluations += len(candidates)
        found = [float(self.network.divergence(self._exact, outputs).mean()) for outputs in self._run(candidates)]
        return np.asarray(np.nan_to_num(np.array(found), nan=np.inf))

    def on(self, split: Split, tables: Mapping[str, Table]) -> dict[str, float]:
        """Return divergence, score and exact score on a whole split, by these names."""
        exact, other = self._exact_on(split), self.network.outputs(split, tables)
        return {
            "divergence": float(self.network.divergence(exact, other).mean()),
            "score": self.network.score(other),
            "exact_score": self.network.score(exact),
        }

    def _exact_on(self, split: Split) -> Outputs:
        """Return what the exact network gives for a whole split, run once."""
        if split not in self._whole:
            self._whole[split] = self.network.outputs(split, {})
        return self._whole[split]
