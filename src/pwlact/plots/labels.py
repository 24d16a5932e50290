"""Labels that do not overlap, in a row above the axes, and the text of numbers and lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D, Affine2DBase, ScaledTranslation, Transform, blended_transform_factory
from numpy.typing import ArrayLike

from pwlact._types import Array
from pwlact.plots import style
from pwlact.pwl import line_text, number
from pwlact.search.pieces import Pieces

ROW_HEIGHT = 16.0  # points between the axes and the row of labels: room for the leaders and a y axis's power of ten
PADS = {0: 4.0, 90: 1.5}  # points between labels, by their angle; the angles are tried in this order
ROW = "row"  # group of the labels, in an SVG too
GAP_ALLOWANCE = 1.02  # the axes may shrink a little once the row has taken its room


def spread(wanted: ArrayLike, gap: float, low: float, high: float) -> Array:
    """Return the positions nearest to `wanted` (ascending), by least squares, at least `gap` apart in [low, high].

    With i * gap taken off, the positions need only ascend: an isotonic regression, clipped to the bounds.
    """
    from scipy.optimize import isotonic_regression  # slow to import

    wanted = np.asarray(wanted, dtype=np.float64)
    steps = gap * np.arange(wanted.size)
    if wanted.size == 0:
        return wanted
    positions = np.asarray(isotonic_regression(wanted - steps).x)
    return np.clip(positions, low, max(high - steps[-1], low)) + steps


def row(axes: Axes, x: ArrayLike, texts: Sequence[str]) -> list[tuple[int, float]]:
    """Write labels in a row above the axes, and join each with its x; call it after all else is drawn.

    Labels that do not fit side by side are turned upright; where that is not enough, every second, third, ... is kept.

    Parameters
    ----------
    axes : Axes
        The axes below the row.
    x : array_like, shape (n,)
        Where the labels point: ascending, within the limits of the x axis.
    texts : sequence of str
        n labels.

    Returns
    -------
    list of (int, float)
        Index and position, a fraction of the axes' width, of the labels that are shown.
    """
    positions = _fractions(axes, np.asarray(x, dtype=np.float64))
    if not positions.size:
        return []
    for rotation in PADS:
        gap = _thickness(axes, texts, rotation)
        if gap * len(texts) <= 1.0:
            break
    kept = np.arange(0, len(texts), math.ceil(gap * len(texts) - 1e-9))
    at = spread(positions[kept], gap, gap / 2, 1 - gap / 2)
    _lead(axes, positions[kept], at)
    shown = list(zip(kept.tolist(), at.tolist(), strict=True))
    for i, position in shown:
        _write(axes, position, texts[i], rotation)
    return shown


def above(axes: Axes) -> Transform:
    """Return the transform from x as a fraction of the axes' width, y in points above the axes."""
    points = Affine2D().scale(1 / 72) + axes.figure.dpi_scale_trans
    top = ScaledTranslation(0, 1, cast(Affine2DBase, axes.transAxes))
    return blended_transform_factory(axes.transAxes, points + top)


def _fractions(axes: Axes, x: Array) -> Array:
    low, high = axes.get_xlim()
    return np.asarray((x - low) / (high - low))


def _thickness(axes: Axes, texts: Sequence[str], rotation: int) -> float:
    """Return the room that one label takes along the row, as a fraction of the width that the layout gives."""
    figure = cast(Figure, axes.figure)  # this package makes no subfigures
    probe = axes.text(0.5, 0.5, max(texts, key=len), rotation=rotation, fontsize=style.SMALL_SIZE)
    probe.set_in_layout(False)
    figure.draw_without_rendering()
    width = probe.get_window_extent().width + PADS[rotation] * figure.dpi / 72
    probe.remove()
    return float(width / axes.get_window_extent().width * GAP_ALLOWANCE)


def _write(axes: Axes, position: float, text: str, rotation: int) -> None:
    axes.text(
        position,
        ROW_HEIGHT,
        text,
        transform=above(axes),
        gid=ROW,
        rotation=rotation,
        ha="center",
        va="bottom",
        fontsize=style.SMALL_SIZE,
        color=style.INK,
    )


def _lead(axes: Axes, starts: Array, ends: Array) -> None:
    """Draw a line from each position at the axes' top to its label."""
    lines = [((start, 0.0), (end, ROW_HEIGHT)) for start, end in zip(starts, ends, strict=True)]
    leaders = LineCollection(
        lines, colors=[style.HAIR_COLOR], linewidth=style.HAIR, transform=above(axes), clip_on=False
    )
    axes.add_collection(leaders, autolim=False)


def x_texts(x: ArrayLike, width: float) -> list[str]:
    """Return positions as text, with decimals enough for a range of this width."""
    digits = min(max(round(4 - math.log10(width)), 0), 12)
    return [number(float(position), digits) for position in np.asarray(x)]


def line_texts(pieces: Pieces) -> list[str]:
    """Return the equations of the left tail, the pieces within the range and the right tail, with equal decimals."""
    lines = [piece.line for piece in (*pieces.left, *pieces.inside, *pieces.right)]
    size = max(max(abs(slope), abs(intercept)) for slope, intercept in lines)
    steepest = max(abs(piece.line.slope) for piece in pieces.inside)
    if steepest * float(np.ptp(pieces.knots)) < 1e-9 * size:  # level but for rounding
        steepest = size
    if size >= 1e7 or 0 < steepest < 1e-6:  # beyond the width of a legend, or of its decimals
        return [f"{slope:.4g} x {'-' if intercept < 0 else '+'} {abs(intercept):.4g}" for slope, intercept in lines]
    digits = round(4 - math.log10(min(steepest, 1.0))) if steepest else 4  # a shallow slope needs more
    return [line_text(slope, intercept, min(digits, 9)) for slope, intercept in lines]
