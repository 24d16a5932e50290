"""Sums of a group of samples as its least-squares line, merged group by group without cancellation."""

from __future__ import annotations

from pwlact._jit import routine

# Weight, mean position, mean value, slope, sum of squared distances from the mean position, error of the line.
LineSums = tuple[float, float, float, float, float, float]


@routine
def merge_lines(
    w: float, x: float, y: float, slope: float, spread: float, error: float,
    w2: float, x2: float, y2: float, slope2: float, spread2: float, error2: float,
) -> LineSums:  # fmt: skip
    """Return the line through the samples of two groups, from their lines."""
    if w2 == 0.0:
        return w, x, y, slope, spread, error
    if w == 0.0:
        return w2, x2, y2, slope2, spread2, error2
    total = w + w2
    share = w2 / total
    both = w * share
    distance, rise = x2 - x, y2 - y
    miss, turn = rise - distance * slope, slope2 - slope
    wider = spread + spread2 + both * distance * distance
    if wider == 0.0:  # two values at one position
        return total, x, y + share * rise, slope, wider, error + error2 + both * rise * rise
    scale = 1.0 / wider
    other = miss - distance * turn
    added = (spread * spread2 * turn * turn + both * (spread * miss * miss + spread2 * other * other)) * scale
    slope += (spread2 * turn + both * distance * miss) * scale
    return total, x + share * distance, y + share * rise, slope, wider, error + error2 + added
