"""Tables at all sites, and what they cost together."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.errors import ConfigError
from pwlact.models.budgets.allocation import Placed, allocated, even
from pwlact.models.budgets.curves import Curve, Option


def curve(name, sites, scale, costs=(1, 2, 3, 4)):
    options = tuple(Option(segments=k, cost=c, loss=scale / k**4, record={}) for k, c in enumerate(costs, start=1))
    return Curve(name=name, function="silu", sites=sites, options=options)


CURVES = [curve("a", ("a",), 1.0), curve("b", ("b",), 50.0)]


def test_the_table_that_loses_more_has_more_segments():
    best, losses = allocated(CURVES, 5, "segments")
    assert [option.segments for option in best.options] == [2, 3]
    assert best.predicted == pytest.approx(losses[5])


def test_a_budget_beyond_the_dearest_tables_takes_these():
    best, losses = allocated(CURVES, 10**9, "segments")
    assert best.cost == 8
    assert losses.size == 9


def test_losses_go_on_beyond_the_budget_for_the_figure():
    assert allocated(CURVES, 4, "segments")[1].size == 7


def test_a_budget_too_small_for_the_cheapest_is_refused():
    with pytest.raises(ConfigError, match="take at least 2 cells together, got 1; give 2 or more"):
        allocated(CURVES, 1, "cells")


def test_copies_cost_again_at_each_site():
    shared = curve("silu", ("a", "b", "c"), 1.0)
    once, copied = (Placed(way="same", curves=(shared,), options=shared.options[1:2], copies=c) for c in (False, True))
    assert (once.cost, copied.cost) == (2, 6)
    assert once.predicted == copied.predicted
    assert set(copied.at_sites()) == {"a", "b", "c"}


def test_even_tables_have_the_counts_that_all_may_have():
    short = curve("b", ("b",), 1.0, costs=(5, 6))
    found = even("even", [CURVES[0], short])
    assert [[option.segments for option in placed.options] for placed in found] == [[1, 1], [2, 2]]
    np.testing.assert_array_equal([placed.cost for placed in found], [6, 8])
