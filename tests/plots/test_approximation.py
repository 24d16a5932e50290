"""The approximation: what is drawn is what the library computes."""

from __future__ import annotations

import itertools
import warnings

import numpy as np
import pytest
from drawn import Maker, check_texts, line, notes, title

from pwlact import plots
from pwlact.errors import ConfigError
from pwlact.plots import several


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


def test_all_breakpoints_of_64_segments_are_labelled(make: Maker) -> None:
    assert len(notes(plots.approximation(make("gelu 64")).axes[0])) == 65


@pytest.mark.parametrize("count", [1, 4, 7])
def test_texts_of_several_results_do_not_overlap(make: Maker, count: int) -> None:
    cases = itertools.cycle(["paper", "one segment", "kinks", "one-sided", "expression 16", "gelu 64", "constant"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = several([make(case) for case in itertools.islice(cases, count)])
        check_texts(figure)
    assert len(figure.axes) == count


def test_several_needs_a_result() -> None:
    with pytest.raises(ConfigError, match="at least one result"):
        plots.several([])


def test_pieces_of_a_unit_are_drawn_as_they_are_and_not_joined(make: Maker) -> None:
    result = make("mirrored unit")
    (axes,) = plots.approximation(result).axes
    (_, before), (_, after) = line(axes, "segment 4"), line(axes, "segment 5")
    assert after[0] - before[1] > 0.02  # the jump at zero
    assert "error of the unit" in title(axes.get_figure())


def test_a_density_is_named_at_the_mean(make: Maker) -> None:
    assert title(plots.approximation(make("density"))).endswith("mean 0.004151 (weighted by normal:0,1)")
