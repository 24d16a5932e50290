"""A network trained with its tables in place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from tiny_nets import made, tiny_network

from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.models.networks.own import OwnNetwork
from pwlact.models.recovery.record import Recovery
from pwlact.models.recovery.recover import recover, standing_in
from pwlact.pwl import PWL, make_pwl
from pwlact.settings.recovery import Training

SILU = functions.get("silu")


def uniform(segments: int) -> PWL:
    points = np.linspace(-8.0, 8.0, segments + 1)
    return make_pwl(SILU, points, SILU.f(points))


@pytest.fixture(scope="module")
def network() -> OwnNetwork:
    return tiny_network()


def recovered(network: OwnNetwork, segments: int = 4, **training: Any) -> Recovery:
    table = uniform(segments)
    return recover(network, {site.name: table for site in network.sites}, Training(**{"steps": 60, **training}))


@pytest.mark.parametrize("train", ["tables", "all"])
def test_training_brings_the_network_nearer_to_the_exact_one_on_the_test_data(network: OwnNetwork, train: str) -> None:
    found = recovered(network, train=train, table_rate=2e-2)
    assert found.kept
    for split in ("calibration", "test"):
        assert found.after[split].divergence < 0.5 * found.before[split].divergence
    assert bool(found.weights) == (train == "all")


def test_what_is_trained_is_read_back_as_tables_that_the_figures_are_of(network: OwnNetwork) -> None:
    exact = network.outputs("test", {})
    found = recovered(network, train="tables")
    outputs = network.outputs("test", found.tables)
    assert network.divergence(exact, outputs).mean() == found.after["test"].divergence
    assert network.score(outputs) == found.after["test"].score
    whole = recovered(network)
    model = made()
    model.load_state_dict({name: torch.from_numpy(part) for name, part in whole.weights.items()})
    with standing_in(network, model.eval()):
        outputs = network.outputs("test", whole.tables)
    assert network.divergence(exact, outputs).mean() == whole.after["test"].divergence


def test_sites_of_a_function_share_a_table_or_have_their_own(network: OwnNetwork) -> None:
    shared = list(recovered(network, train="tables", steps=5).tables.values())
    apart = list(recovered(network, train="tables", steps=5, share="site").tables.values())
    assert np.array_equal(shared[0].values, shared[1].values)
    assert not np.array_equal(apart[0].values, apart[1].values)


def test_the_network_is_left_as_it_was(network: OwnNetwork) -> None:
    before = network.outputs("test", {}).predictions
    weights = {name: part.clone() for name, part in network.model.state_dict().items()}
    recovered(network, steps=3)
    np.testing.assert_array_equal(network.outputs("test", {}).predictions, before)
    assert all(torch.equal(part, weights[name]) for name, part in network.model.state_dict().items())


def test_the_same_seed_gives_the_same_tables(network: OwnNetwork) -> None:
    tables = [next(iter(recovered(network, steps=12, seed=seed).tables.values())) for seed in (0, 0, 1)]
    assert np.array_equal(tables[0].values, tables[1].values)
    assert not np.array_equal(tables[0].values, tables[2].values)


def test_a_training_that_makes_it_worse_is_not_kept(network: OwnNetwork) -> None:
    found = recovered(network, 32, steps=3, rate=10.0, table_rate=10.0)
    assert not found.kept
    assert found.after == found.before
    assert found.weights == {}
    assert all(np.array_equal(table.values, uniform(32).values) for table in found.tables.values())


def test_labels_may_be_the_target(network: OwnNetwork) -> None:
    found = recovered(network, target="labels")
    assert found.kept
    assert found.after["test"].score >= found.before["test"].score


def test_each_step_is_told(network: OwnNetwork) -> None:
    told = []
    tables = {site.name: uniform(4) for site in network.sites}
    recover(network, tables, Training(steps=4), watch=lambda step, loss: told.append((step, loss)))
    assert [step for step, _ in told] == [1, 2, 3, 4]
    assert all(loss > 0.0 for _, loss in told)


def test_samples_may_be_fewer(network: OwnNetwork) -> None:
    tables = {site.name: uniform(4) for site in network.sites}
    found = recover(network, tables, Training(steps=2), counts={"calibration": 30, "test": 50})
    outputs = network.outputs("test", {}, 50)
    other = network.outputs("test", tables, 50)
    assert found.before["test"].divergence == network.divergence(outputs, other).mean()


def test_a_site_that_the_network_has_not_is_refused(network: OwnNetwork) -> None:
    with pytest.raises(ConfigError, match="a table's site is one of mine:net's, got 'nowhere'"):
        recover(network, {"nowhere": uniform(4)}, Training(steps=1))
