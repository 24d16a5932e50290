"""The error over the range."""

from __future__ import annotations

import numpy as np
from drawn import Maker, line, title

from pwlact import plots


def test_error_draws_the_difference_and_its_report(make: Maker) -> None:
    result = make("paper")
    (axes,) = plots.error(result).axes
    x, y = line(axes, "error")
    np.testing.assert_array_equal(y, np.abs(result.candidate.pwl(x) - result.problem.activation(x)))
    written = " ".join(text.get_text() for text in axes.texts)
    assert "grid mean\n0.002157" in written
    assert "grid max\n0.01136\nat x = -2.513" in written


def test_a_density_is_named_at_the_grid_mean_and_not_at_the_exact_ones(make: Maker) -> None:
    figure = plots.error(make("density"))
    written = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert "grid mean\n0.004151\nweighted by\nnormal:0,1" in written
    assert title(figure).endswith("(means over the range, not weighted)")
    assert "weighted" not in title(plots.error(make("paper")))
