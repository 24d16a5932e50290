"""A network's loss: the divergence from the exact network, on calibration data alone."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from tiny_sequence import SAMPLES, TinySequence

from pwlact import functions
from pwlact.models.reward.loss import NetworkLoss
from pwlact.pwl import PWL, make_pwl


def table(segments: int) -> PWL:
    silu = functions.get("silu")
    breakpoints = np.linspace(-8.0, 8.0, segments + 1)
    return make_pwl(silu, breakpoints, silu.f(breakpoints))


def test_the_loss_is_the_mean_divergence_on_the_first_calibration_samples() -> None:
    network = TinySequence()
    loss = NetworkLoss(network, ["1", "3"], 50)
    tables = dict.fromkeys(["1", "3"], table(6))
    exact, other = (network.outputs("calibration", at, 50) for at in ({}, tables))
    assert loss([tables])[0] == pytest.approx(network.divergence(exact, other).mean(), rel=1e-4)


def test_finer_tables_cost_less_and_every_evaluation_counts() -> None:
    loss = NetworkLoss(TinySequence(), ["1", "3"], 10**6)
    assert loss.samples == SAMPLES
    found = loss([dict.fromkeys(["1", "3"], table(count)) for count in (4, 16, 64)])
    assert found[0] > 10 * found[1] > 100 * found[2] > 0.0
    assert loss.evaluations == 3


def test_of_test_data_divergence_and_both_scores_are_told() -> None:
    network = TinySequence()
    found = NetworkLoss(network, ["1"], 8).on("test", {"1": table(64)})
    assert found["exact_score"] == network.score(network.outputs("test", {}))
    assert 0.0 < found["divergence"] < 1e-3
    assert found["score"] == pytest.approx(found["exact_score"], abs=0.05)
