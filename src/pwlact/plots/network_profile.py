"""What a network feeds its functions, and how much it minds errors there."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pwlact import functions
from pwlact._types import Array
from pwlact.fit.profile import CELLS, EDGES, Profile, SiteProfile
from pwlact.plots import style

HEIGHT = 2.7  # inches of a function's panel
BINS = 160
SHARE = 0.9999  # of the inputs that are shown
DEPTH = 1e-6  # smallest density that is shown, relative to the largest


def network_profile(profile: Profile) -> Figure:
    """Draw the density of inputs and of sensitivity of each function, all of its sites together.

    Both have the integral 1 and a logarithmic scale; grey lines are the ends of the function's default range.

    Parameters
    ----------
    profile : Profile
        The profile to draw.
    """
    names = profile.functions
    figure = style.new_figure(HEIGHT * len(names) + 1.0)
    style.title(figure, f"{profile.network}: inputs of its functions, over {profile.samples} samples")
    for axes, name in zip(np.atleast_1d(figure.subplots(len(names), 1)), names, strict=True):
        _draw(axes, profile.merged(name))
    style.legend_below(figure, columns=3)
    return figure


def _draw(axes: Axes, site: SiteProfile) -> None:
    style.dress(axes, f"input of {site.function}", "density")
    axes.set_yscale("log")
    bins = np.linspace(*site.range(SHARE), BINS + 1)
    for sums, color, label in (
        (site.counts, style.BLUE, "inputs"),
        (site.squares, style.VERMILLION, "sensitivity: inputs by the squared gradient"),
    ):
        if sums is not None and sums.sum() > 0.0:
            axes.stairs(_density(sums, bins), bins, color=color, linewidth=style.LINE_WIDTH, label=label)
    axes.set_ylim(bottom=DEPTH * axes.dataLim.y1)
    axes.set_xlim(bins[0], bins[-1])
    for end in functions.get(site.function).interval:
        axes.axvline(end, color=style.GREY, linewidth=style.HAIR)


def _density(sums: Array, bins: Array) -> Array:
    """Return the density in each bin; what is in a cell is spread evenly over it."""
    reached = np.interp(bins, EDGES, np.concatenate(([0.0], np.cumsum(sums[:CELLS]))))
    return np.asarray(np.diff(reached) / np.diff(bins) / sums.sum())
