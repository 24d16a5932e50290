"""What is drawn is what the library computes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from pwlact import functions, plots
from pwlact.errors import ConfigError
from pwlact.plots.labels import line_texts, spread
from pwlact.pwl import line_text
from pwlact.search.result import Result

Maker = Callable[[str], Result]


def line(axes: Axes, label: str) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of the axes' line of this label."""
    (found,) = [one for one in axes.lines if one.get_label() == label]
    return np.asarray(found.get_xdata()), np.asarray(found.get_ydata())


def notes(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts if text.get_gid() == "row"]


def test_approximation_draws_function_segments_and_tails(make: Maker) -> None:
    result = make("paper")
    pwl = result.candidate.pwl
    (axes,) = plots.approximation(result).axes
    x, y = line(axes, "function")
    np.testing.assert_array_equal(y, result.problem.activation(x))
    assert set(pwl.breakpoints) <= set(x)
    assert (x[0], x[-1]) == result.problem.interval
    for k in range(pwl.segments):
        x, y = line(axes, f"segment {k + 1}")
        np.testing.assert_array_equal((x, y), (pwl.breakpoints[k : k + 2], pwl.values[k : k + 2]))
    x, y = line(axes, "tails")
    np.testing.assert_array_equal(y, pwl.left_tail(x))
    assert x[0] < -8
    assert x[1] == -8
    np.testing.assert_array_equal(line(axes, "breakpoints")[1], pwl.values)
    assert " ".join(notes(axes)) == "-8.000 -5.474 -2.513 -0.746 -0.377 -0.008 0.351 0.717 2.581 8.000"


def test_legend_gives_every_equation(make: Maker) -> None:
    result = make("paper")
    entries = [text.get_text() for text in plots.approximation(result).legends[0].get_texts()]
    slopes, intercepts = result.candidate.pwl.slopes, result.candidate.pwl.intercepts
    assert len(entries) == 9 + 2 + 1
    for entry, slope, intercept in zip(entries[1:10], slopes, intercepts, strict=True):
        assert entry.endswith(line_text(slope, intercept, 4))
    assert entries[1].startswith("-8.000 .. -5.474 ")


def test_legend_says_how_many_equations_it_leaves_out(make: Maker) -> None:
    entries = [text.get_text() for text in plots.approximation(make("gelu 64")).legends[0].get_texts()]
    assert "... and 49 more segments" in entries
    assert len(entries) == 15 + 1 + 2 + 1


def test_all_breakpoints_of_64_segments_are_labelled(make: Maker) -> None:
    assert len(notes(plots.approximation(make("gelu 64")).axes[0])) == 65


def test_error_draws_the_difference_and_its_report(make: Maker) -> None:
    result = make("paper")
    (axes,) = plots.error(result).axes
    x, y = line(axes, "error")
    np.testing.assert_array_equal(y, np.abs(result.candidate.pwl(x) - result.problem.activation(x)))
    written = " ".join(text.get_text() for text in axes.texts)
    assert "grid mean\n0.002157" in written
    assert "grid max\n0.01136\nat x = -2.513" in written


def test_curvature_draws_the_curvature_and_names_its_maxima(make: Maker) -> None:
    result = make("paper")
    (axes,) = plots.curvature(result).axes
    x, y = line(axes, "curvature")
    np.testing.assert_array_equal(y, functions.curvature(result.problem.activation, x))
    tops = functions.curvature_maxima(result.problem.activation, (-8.0, 8.0))
    np.testing.assert_array_equal(line(axes, "maximum"), tops)
    assert notes(axes)[1] == "x = -0.281\nκ = 0.6568"


def test_curvature_marks_kinks(make: Maker) -> None:
    x, _ = line(plots.curvature(make("kinks")).axes[0], "kink: infinite curvature")
    assert x.tolist() == [-3.0, 3.0]


def test_episode_pays_the_curvature_at_each_point(make: Maker) -> None:
    result = make("paper")
    steps, axes = plots.episode(result, curvature_weight=2.5).axes
    bars = [bar for bar in steps.patches if isinstance(bar, Rectangle)]
    kappa = functions.curvature(result.problem.activation, result.candidate.pwl.points)
    np.testing.assert_allclose([bar.get_height() for bar in bars], 2.5 * kappa, rtol=1e-14)
    assert notes(axes) == [str(step) for step in range(1, 9)]
    assert steps.get_xticks().tolist() == list(range(1, 9))


def test_episode_joins_every_step_with_its_point(make: Maker) -> None:
    assert len(plots.episode(make("paper")).artists) == 8


def test_episode_without_points(make: Maker) -> None:
    figure = plots.episode(make("one segment"))
    assert [text.get_text() for text in figure.axes[0].texts] == ["no points to place"]


def test_inset_shows_where_the_error_is_largest(make: Maker) -> None:
    result = make("paper")
    axes, zoom = plots.inset(result).axes
    (x, _), (p, f) = (sorted(values) for values in line(zoom, "largest error"))
    errors = result.candidate.errors.grid
    assert abs(p - f) == pytest.approx(errors.max, rel=1e-12)
    (low, high), (bottom, top) = zoom.get_xlim(), zoom.get_ylim()
    assert low < x < high
    assert errors.max > 0.08 * (top - bottom)
    (frame,) = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert frame.get_bbox().extents == pytest.approx([low, bottom, high, top])


def test_several_needs_a_result() -> None:
    with pytest.raises(ConfigError, match="at least one result"):
        plots.several([])


def test_spread_keeps_order_gap_and_bounds() -> None:
    places = spread([0.5, 0.5, 0.5, 0.51, 0.99, 1.0], 0.1, 0.05, 0.95)
    assert np.all(np.diff(places) >= 0.1 - 1e-12)
    assert places[0] >= 0.05
    assert places[-1] <= 0.95 + 1e-12
    np.testing.assert_array_equal(spread([0.2, 0.8], 0.1, 0.0, 1.0), [0.2, 0.8])


def test_equations_beyond_a_legend_are_in_powers_of_ten(make: Maker) -> None:
    assert all(len(text) < 30 for text in line_texts(make("steep").candidate.pwl))
    assert line_texts(make("constant").candidate.pwl)[1] == "0.0000 x + 3.0000"
