"""Training of tables and weights."""

from __future__ import annotations

import copy

import numpy as np
import torch
from tiny_nets import tiny_network

from pwlact import functions
from pwlact.models.recovery.training import MIXED, _stream, taught, train
from pwlact.models.torch.module import PWLActivation
from pwlact.pwl import make_pwl
from pwlact.settings.recovery import Training


def test_what_is_taught_is_the_exact_networks_output_batch_by_batch() -> None:
    network = tiny_network()
    exact = taught(network, 30)
    expected = network.outputs("calibration", {}, 30).predictions
    np.testing.assert_array_equal(torch.cat(exact).numpy(), expected)


def test_batches_come_with_their_own_targets_each_once_a_pass() -> None:
    network = tiny_network()
    exact = taught(network, None)
    assert len(exact) > MIXED
    stream = _stream(network, exact, seed=3)
    seen = [next(stream) for _ in range(3 * len(exact))]
    for batch, expected in seen:
        assert torch.equal(network.predict(network.model, batch)[0], expected)
    counts = [sum(torch.equal(expected, one) for _, expected in seen) for one in exact]
    assert all(2 <= count <= 4 for count in counts)


def test_few_batches_are_all_seen_in_each_pass() -> None:
    network = tiny_network()
    exact = taught(network, 20)
    stream = _stream(network, exact, seed=0)
    for _ in range(3):
        seen = [next(stream)[1] for _ in exact]
        assert all(any(torch.equal(one, other) for other in seen) for one in exact)


def test_tables_alone_leave_the_weights() -> None:
    silu = functions.get("silu")
    points = np.linspace(-8.0, 8.0, 5)
    network = tiny_network()
    table = PWLActivation(make_pwl(silu, points, silu.f(points)), trainable="all")
    before = table.trained()
    for kind, same in (("tables", True), ("all", False)):
        model = copy.deepcopy(network.model)
        settings = Training(steps=3, train="tables" if same else "all")
        assert settings.train == kind
        tables = {site.name: table for site in network.sites}
        train(network, model, tables, taught(network, None), settings, lambda step, loss: None)
        weights = network.model.state_dict()
        assert all(torch.equal(part, weights[name]) for name, part in model.state_dict().items()) == same
        assert not any(part.requires_grad for part in model.parameters())
    assert not np.array_equal(table.trained().values, before.values)
