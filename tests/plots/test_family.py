"""The figure of a family."""

from __future__ import annotations

import numpy as np
from drawn import check_texts, title
from random_families import waves

from pwlact.many import solve_family
from pwlact.plots.family import family


def test_errors_gaps_and_the_worst_function_are_drawn() -> None:
    rows = waves(5)
    found = solve_family(rows, 3)
    figure = family(rows, found)
    errors, _, worst = figure.axes
    assert sum(patch.get_height() for patch in errors.patches) == 5  # type: ignore[attr-defined]
    i = int(np.argmax(found.max_errors))
    assert np.array_equal(worst.lines[1].get_xdata(), found[i].breakpoints)
    assert f"{found.max_errors[i]:.4g}" in title(figure)
    check_texts(figure)
    assert len(family(None, found).axes[2].lines) == 1


def test_straight_functions_leave_nothing_to_draw() -> None:
    rows = waves(1).subset(np.array([0, 0]))
    flat = solve_family(type(rows)(x=rows.x, y=0.0 * rows.y), 2)
    assert "none above 0" in [text.get_text() for text in family(rows, flat).axes[0].texts]
