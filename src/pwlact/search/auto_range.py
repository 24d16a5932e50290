"""The choice of the range: both ends are breakpoints, and the tails take over where that costs least."""

from __future__ import annotations

import numpy as np

from pwlact.errors import ConfigError, require
from pwlact.fit import Density
from pwlact.functions import Activation
from pwlact.search.chosen_range import ChosenRange
from pwlact.search.range_bound import range_bound
from pwlact.search.range_polish import polish_range
from pwlact.search.whole_task import whole_task

MAX_SEGMENTS = 256  # the dynamic programme over all ranges keeps tables of samples times segments


def choose_range(activation: Activation, density: Density, segments: int, *, pinned: bool = False) -> ChosenRange:
    """Choose the range for the least mean square error over all inputs, by the density, with the tails outside.

    The best separate lines between two tails give a proven bound over all ranges, and where to begin; a polish of all
    breakpoints, the ends included, follows.

    Parameters
    ----------
    activation : Activation
        The function, with a tail at one end at least.
    density : Density
        How often inputs occur, or how much an error there matters.
    segments : int
        Linear pieces inside the range.
    pinned : bool
        Whether the approximation meets the tails at the ends; the other way is tried too, and told.

    Raises
    ------
    ConfigError
        If the function has no tail, the density does not say where its inputs are, or there are more than 256 segments.
    """
    rule = f"a range is chosen for at most {MAX_SEGMENTS} segments"
    require(segments <= MAX_SEGMENTS, rule, segments, "give a range with -R, or fewer segments")
    if activation.left_tail is None and activation.right_tail is None:
        raise ConfigError(f"a range is chosen between tails, got {activation.name} without; give a range with -R")
    task = whole_task(activation, density)
    found = range_bound(task, segments)
    (low, high), step = task.samples.interval, task.samples.step
    start = np.clip(low + step * (found.boundaries - 0.5), low, high)
    polished = {name: polish_range(task, start, pinned=name == "pinned") for name in ("free", "pinned")}
    best = polished["pinned" if pinned else "free"]
    return ChosenRange(
        task=task,
        interval=(float(best.breakpoints[0]), float(best.breakpoints[-1])),
        points=best.breakpoints[1:-1],
        error=best.mse,
        lower_bound=found.bound,
        errors={name: one.mse for name, one in polished.items()},
    )
