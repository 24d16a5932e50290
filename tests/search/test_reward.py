"""The final reward in both of its published forms, and its settings."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pwlact.errors import ConfigError
from pwlact.search.reward import RewardConfig, final_reward


def test_the_reciprocal_form_is_the_papers() -> None:
    published = 0.2 * 0.002157 + 0.8 * 0.011362  # GELU, 8 points: mean and maximum error
    assert final_reward(RewardConfig(), np.array([published]))[0] == pytest.approx(103.9, abs=0.1)


def test_the_exponential_form_is_scale_times_exp() -> None:
    config = RewardConfig(form="exponential", scale=100.0, rate=5.0)
    expected = [100.0, 100.0 * math.exp(-0.5)]
    np.testing.assert_allclose(final_reward(config, np.array([0.0, 0.1])), expected, rtol=1e-15)


@pytest.mark.parametrize("form", ["reciprocal", "exponential"])
def test_a_smaller_objective_earns_more(form: str) -> None:
    j = np.linspace(0.0, 1.0, 11)
    assert np.all(np.diff(final_reward(RewardConfig(form=form), j)) < 0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "bad",
    [
        {"mean_weight": -1.0}, {"max_weight": -1.0}, {"mean_weight": 0.0, "max_weight": 0.0}, {"epsilon": 0.0},
        {"reward_power": -1.0}, {"area_weight": -0.1}, {"rate": math.nan}, {"scale": math.inf},
    ],
    ids=str,
)  # fmt: skip
def test_settings_that_make_no_reward_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match=r"got .*; "):
        RewardConfig(**bad)  # type: ignore[arg-type]
