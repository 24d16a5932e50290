"""A module that stands at a site and records what it is fed."""

from __future__ import annotations

import numpy as np
from torch import Tensor, nn

from pwlact._types import Array
from pwlact.fit.profile import CELLS, SiteProfile
from pwlact.fit.profile_counts import add_squares, count_inputs
from pwlact.models.network import Site


class Recorder(nn.Module):
    """The exact function of a site, which counts its inputs by cells and sums the squared gradients of its outputs.

    Gradients begin at the first recorders: what lies before them, and the weights, need none.

    Parameters
    ----------
    exact : Module
        The exact function.
    sensitivity : bool
        Whether gradients are recorded.
    """

    def __init__(self, exact: nn.Module, sensitivity: bool) -> None:
        super().__init__()
        self.exact = exact
        self.counts = np.zeros(CELLS)
        self.squares = np.zeros(CELLS) if sensitivity else None
        self.beyond = 0

    def forward(self, x: Tensor) -> Tensor:
        """Return the exact function, shape as x."""
        inputs = x.detach().float().numpy()
        self.beyond += count_inputs(inputs, self.counts)
        y: Tensor = self.exact(x)
        return y if self.squares is None else _watched(y, inputs, self.squares)

    def profile(self, site: Site) -> SiteProfile:
        """Return what was recorded."""
        return SiteProfile(
            name=site.name, function=site.function, counts=self.counts, squares=self.squares, beyond=self.beyond
        )


def _watched(y: Tensor, inputs: Array, sums: Array) -> Tensor:
    """Return outputs whose squared gradients are added to the sums when the loss is carried back."""
    watched = y if y.requires_grad else y.detach().requires_grad_().clone()  # which may be changed in place
    watched.register_hook(lambda slopes: add_squares(inputs, slopes.float().numpy(), sums))
    return watched
