"""Tables measured against the exact network."""

from __future__ import annotations

import numpy as np
import pytest
from tiny_network import TinyNetwork

import pwlact
from pwlact.models.evaluation.reference import Reference


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference(TinyNetwork(), 400, 100, 0)


def tables(segments: int) -> dict[str, pwlact.PWL]:
    made = {name: pwlact.approximate(name, segments=segments).pwl for name in ("silu", "tanh")}
    return {site.name: made[site.function] for site in TinyNetwork().sites}


def test_the_exact_network_loses_nothing(reference: Reference) -> None:
    found = reference.measure({})
    assert found.score == reference.score
    assert (found.difference.low, found.difference.value, found.difference.high) == (0.0, 0.0, 0.0)
    assert found.divergence.value == 0.0


def test_figures_are_those_of_the_networks_outputs(reference: Reference) -> None:
    network = reference.network
    exact, other = (network.outputs("test", each, 400) for each in ({}, tables(3)))
    found = reference.measure(tables(3))
    assert found.score == other.scores.mean()
    assert found.difference.value == pytest.approx(other.scores.mean() - exact.scores.mean())
    assert found.divergence.value == pytest.approx(float(network.divergence(exact, other).mean()))
    assert found.difference.low <= found.difference.value <= found.difference.high
    assert 0.0 < found.divergence.low < found.divergence.value < found.divergence.high


def test_more_segments_diverge_less_and_figures_repeat(reference: Reference) -> None:
    few, many = (reference.measure(tables(segments)).divergence for segments in (3, 12))
    assert many.high < few.low
    assert reference.measure(tables(3)).divergence == few


def test_the_exact_scores_interval_is_of_the_sample(reference: Reference) -> None:
    found = reference.interval
    error = np.sqrt(found.value * (1.0 - found.value) / 400)
    assert found.high - found.low == pytest.approx(2 * 1.96 * error, rel=0.3)
