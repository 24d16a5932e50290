"""Candidates side by side: as one after the other."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

import torch
from tiny_sequence import TinySequence

from pwlact import functions
from pwlact.models.torch.runner import TOGETHER, SequenceRunner, SideBySide
from pwlact.pwl import PWL, make_pwl


def table(points: list[float]) -> PWL:
    silu = functions.get("silu")
    breakpoints = np.array([-8.0, *points, 8.0])
    return make_pwl(silu, breakpoints, silu.f(breakpoints))


@pytest.mark.parametrize("sites", [["1", "3"], ["3"]])
def test_many_candidates_at_once_are_each_as_alone(sites: list[str]) -> None:
    network = TinySequence()
    tables = [table([-1.0 + 0.1 * k, 0.2 * k]) for k in range(TOGETHER + 3)]
    candidates = [dict.fromkeys(sites, one) for one in tables]
    runner = network.runner("calibration", sites, 70)
    assert isinstance(runner, SequenceRunner)
    for one, found in zip(candidates, runner(candidates), strict=True):
        alone = network.outputs("calibration", one, 70)
        np.testing.assert_allclose(found.predictions, alone.predictions, atol=1e-5)
        np.testing.assert_array_equal(found.scores, alone.scores)


def test_the_exact_network_stays_as_it_is() -> None:
    network = TinySequence()
    before = network.outputs("test", {})
    network.runner("calibration", ["1"], 40)([{"1": table([0.0])}])
    np.testing.assert_array_equal(network.outputs("test", {}).predictions, before.predictions)


def test_each_part_of_a_batch_has_its_own_activation() -> None:
    x = torch.tensor([[-1.0], [2.0], [-3.0], [4.0]])
    both = SideBySide([torch.nn.ReLU(), torch.nn.Identity()])
    assert both(x).ravel().tolist() == [0.0, 2.0, -3.0, 4.0]
