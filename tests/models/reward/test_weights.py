"""Weights of a network's own: its sensitivity, or how often inputs occur."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")

from tiny_sequence import TinySequence

from pwlact.errors import ConfigError
from pwlact.models.reward.weights import own_density

X = np.linspace(-8.0, 8.0, 1001)


class NoGradients(TinySequence):
    has_gradients = False

    def profile(self, split: Any, *, sensitivity: bool, count: int | None = None) -> Any:
        if sensitivity:
            raise ConfigError("no gradients")
        return super().profile(split, sensitivity=False, count=count)


def test_a_networks_weights_are_its_squared_gradients() -> None:
    density = own_density("tiny", TinySequence().calibrate(96).merged("silu"))
    assert density.text == "tiny:sensitivity"
    assert density.on(X).sum() == pytest.approx(1.0)


def test_without_gradients_inputs_count_by_how_often_they_occur() -> None:
    network = NoGradients()
    site = network.calibrate(96).merged("silu")
    density = own_density("tiny", site)
    assert site.squares is None
    assert density.text == "tiny"
    assert density.on(X)[X < 0.0].sum() == pytest.approx(
        site.counts[: len(site.counts) // 2].sum() / site.counts.sum(), abs=0.05
    )
