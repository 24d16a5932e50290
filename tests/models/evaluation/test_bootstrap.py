"""Bootstrap intervals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import bootstrap

from pwlact.errors import ConfigError
from pwlact.models.evaluation.bootstrap import Estimate, Resamples, estimate


def test_an_interval_is_scipys_percentile_interval() -> None:
    values = np.random.default_rng(0).exponential(size=300)
    ours = estimate(values.mean(), Resamples(300, 4000, 1).means(values))
    theirs = bootstrap((values,), np.mean, method="percentile", n_resamples=4000, rng=2).confidence_interval
    spread = theirs.high - theirs.low
    assert ours.value == values.mean()
    assert ours.low == pytest.approx(theirs.low, abs=0.05 * spread)
    assert ours.high == pytest.approx(theirs.high, abs=0.05 * spread)


def test_an_interval_covers_the_true_mean_about_as_often_as_it_says() -> None:
    drawn = np.random.default_rng(3).normal(size=(200, 80))
    resamples = Resamples(80, 200, 4)
    found = [estimate(row.mean(), resamples.means(row)) for row in drawn]
    assert 0.88 <= np.mean([each.holds_zero for each in found]) <= 0.99


def test_any_figure_is_resampled_as_means_are() -> None:
    values = np.random.default_rng(5).normal(size=50)
    resamples = Resamples(50, 30, 6)
    np.testing.assert_allclose(resamples.each(lambda rows: float(values[rows].mean())), resamples.means(values))


def test_resamples_are_paired_and_repeat() -> None:
    values = np.random.default_rng(7).normal(size=40)
    one, other = Resamples(40, 25, 8), Resamples(40, 25, 8)
    np.testing.assert_array_equal(one.chosen, other.chosen)
    shifted = one.means(values + 0.5) - other.means(values)
    np.testing.assert_allclose(shifted, 0.5)
    assert estimate(0.0, one.means(values) - other.means(values)) == Estimate(value=0.0, low=0.0, high=0.0)


@pytest.mark.parametrize(("samples", "count"), [(0, 100), (5, 19)])
def test_too_few_samples_or_resamples_are_refused(samples: int, count: int) -> None:
    with pytest.raises(ConfigError, match="got"):
        Resamples(samples, count, 0)
