"""Reading figures: their lines and labels, and whether their texts are apart."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import TransformedBbox

from pwlact.search.result import Result

Maker = Callable[[str], Result]

TOUCH = 1.0  # pixels by which boxes of text, which have some air about them, may overlap


def line(axes: Axes, label: str) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of the axes' line of this label."""
    (found,) = [one for one in axes.lines if one.get_label() == label]
    return np.asarray(found.get_xdata()), np.asarray(found.get_ydata())


def notes(axes: Axes) -> list[str]:
    """Return the labels in the row above the axes."""
    return [text.get_text() for text in axes.texts if text.get_gid() == "row"]


def legend(figure: Figure) -> list[str]:
    """Return the entries of the figure's legend."""
    return [text.get_text() for text in figure.legends[0].get_texts()]


def title(figure: Figure) -> str:
    """Return the figure's title on one line."""
    return figure.get_suptitle().replace("\n", " ")


def hidden_ticks(figure: Figure) -> set[int]:
    """Return the identities of tick labels beyond their axis' limits, which are not drawn."""
    hidden = set()
    for axes in figure.axes:
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                margin = 1e-9 * (high - low)
                if not low - margin <= tick.get_loc() <= high + margin:
                    hidden |= {id(tick.label1), id(tick.label2)}
    return hidden


def check_texts(figure: Figure) -> None:
    """Assert that the figure's texts lie within the canvas and apart from each other."""
    figure.draw_without_rendering()  # lays it out as savefig does
    hidden = hidden_ticks(figure)
    shown = [
        (text.get_text(), text.get_window_extent())
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden
    ]
    canvas = figure.bbox
    everything = ("everything", TransformedBbox(figure.get_tightbbox(), figure.dpi_scale_trans))
    for name, box in (*shown, everything):
        sticking_out = max(canvas.x0 - box.x0, canvas.y0 - box.y0, box.x1 - canvas.x1, box.y1 - canvas.y1)
        assert sticking_out <= TOUCH, name
    for (first, a), (second, b) in itertools.combinations(shown, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= TOUCH or high <= TOUCH, (first, second)
