"""Budgets are shared out exactly."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.models.budgets.knapsack import share_out

OPTION = st.tuples(st.integers(0, 6), st.floats(0.0, 1.0))
TABLES = st.lists(st.lists(OPTION, min_size=1, max_size=4), min_size=1, max_size=4)


def _arrays(tables):
    costs = [np.array([cost for cost, _ in table]) for table in tables]
    return costs, [np.array([loss for _, loss in table]) for table in tables]


def _by_trial(tables, budget):
    """Try every choice of options."""
    sums = (
        sum(loss for _, loss in chosen)
        for chosen in itertools.product(*tables)
        if sum(cost for cost, _ in chosen) <= budget
    )
    return min(sums, default=math.inf)


@given(TABLES, st.integers(0, 20))
def test_the_least_loss_is_that_of_trying_every_choice_at_every_budget(tables, budget):
    shares = share_out(*_arrays(tables), budget)
    for limit in range(budget + 1):
        assert shares.losses[limit] == pytest.approx(_by_trial(tables, limit), abs=1e-12)


@given(TABLES, st.integers(0, 20))
def test_the_chosen_options_have_the_least_loss_and_keep_the_budget(tables, budget):
    shares = share_out(*_arrays(tables), budget)
    if math.isfinite(shares.losses[budget]):
        chosen = [table[i] for table, i in zip(tables, shares.chosen(budget), strict=True)]
        assert sum(cost for cost, _ in chosen) <= budget
        assert sum(loss for _, loss in chosen) == pytest.approx(shares.losses[budget])


@given(TABLES, st.integers(1, 20))
def test_a_larger_budget_never_has_a_larger_loss(tables, budget):
    losses = share_out(*_arrays(tables), budget).losses
    assert np.all((losses[1:] <= losses[:-1]) | np.isinf(losses[:-1]))


def test_of_equally_good_options_the_first_is_taken():
    shares = share_out([np.array([1, 2, 3])], [np.array([0.5, 0.5, 0.5])], 3)
    assert shares.chosen(3) == [0]


def test_convex_curves_are_shared_out_as_greed_does():
    curves = [scale / np.arange(1, 17) ** 4 for scale in (1.0, 30.0, 5.0)]
    shares = share_out([np.arange(1, 17)] * 3, curves, 20)
    counts = [1, 1, 1]
    while sum(counts) < 20:
        gains = [curve[k - 1] - curve[k] if k < 16 else 0.0 for curve, k in zip(curves, counts, strict=True)]
        counts[int(np.argmax(gains))] += 1
    assert [i + 1 for i in shares.chosen(20)] == counts
