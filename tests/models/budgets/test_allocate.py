"""A budget is shared out among a network's tables."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from tiny_network import TinyNetwork

from pwlact.errors import ConfigError, FileError
from pwlact.fit.profile_file import write_profile
from pwlact.models.budgets import compute
from pwlact.models.budgets.allocate import allocate
from pwlact.settings.allocation import AllocationConfig

SETTINGS = {"network": "tiny", "total_segments": 12, "max_segments": 6}


def silent(*_):
    pass


def test_no_other_choice_of_tables_within_the_budget_has_a_smaller_predicted_loss(found):
    best = found.placed[0]
    losses = [
        sum(option.loss for option in options)
        for options in itertools.product(*(curve.options for curve in best.curves))
        if sum(option.cost for option in options) <= 12
    ]
    assert best.cost <= 12
    assert best.predicted == pytest.approx(min(losses))


def test_even_shares_and_one_table_a_function_lose_more_at_no_less_cost(found):
    best, *others = found.placed
    assert [placed.way for placed in others] == ["even", "same"]
    for placed in others:
        assert placed.segments == placed.cost == 12
        assert {option.segments for option in placed.options} == {4}
        assert placed.predicted >= best.predicted
        assert placed.measured.divergence.value > best.measured.divergence.value


def test_the_predicted_loss_is_near_the_divergence_that_is_measured(found):
    for placed in found.placed:
        assert placed.measured.divergence.value == pytest.approx(placed.predicted, rel=0.25)


def test_a_function_s_shared_table_stands_at_each_of_its_sites(found):
    same = found.placed[-1]
    assert [curve.name for curve in same.curves] == ["silu", "tanh"]
    at = same.at_sites()
    assert set(at) == {"wide", "narrow/act", "last"}
    assert at["wide"] is at["last"]


def test_a_function_s_table_counts_once_where_it_is_shared(tmp_path):
    config = AllocationConfig(**SETTINGS | {"total_segments": 7, "share": "function", "measure": False})
    network = TinyNetwork()
    best, even = allocate(config, network, tmp_path, silent).placed
    assert best.cost == sum(option.segments for option in best.options) == 7
    assert [option.segments for option in even.options] == [3, 3]
    assert best.measured is None
    assert network.runs == 0


def test_the_least_loss_falls_with_the_budget(found):
    losses = found.losses
    assert np.all(np.isinf(losses[:3]))
    assert np.all(np.diff(losses[3:]) <= 0.0)
    assert losses[12] == pytest.approx(found.placed[0].predicted)


def test_profile_and_curves_are_found_again(found, folder, monkeypatch):
    monkeypatch.setattr(compute, "error_curve", None)
    monkeypatch.setattr(TinyNetwork, "profile", None)
    again = allocate(AllocationConfig(**SETTINGS), TinyNetwork(), folder, silent)
    assert [placed.options for placed in again.placed] == [placed.options for placed in found.placed]


def test_a_profile_of_another_network_is_refused(tmp_path):
    path = tmp_path / "other.npz"
    profile = TinyNetwork().profile("calibration", sensitivity=True)
    write_profile(path, dataclasses.replace(profile, network="large"))
    with pytest.raises(ConfigError, match=r"of the network tiny, got one of large in .*other.npz"):
        allocate(AllocationConfig(**SETTINGS, profile=str(path)), TinyNetwork(), tmp_path, silent)


def test_a_profile_without_sensitivity_is_refused(tmp_path):
    path = tmp_path / "counts.npz"
    write_profile(path, TinyNetwork().profile("calibration", sensitivity=False))
    with pytest.raises(ConfigError, match="sensitivity"):
        allocate(AllocationConfig(**SETTINGS, profile=str(path)), TinyNetwork(), tmp_path, silent)


def test_a_profile_that_is_missing_leaves_nothing(tmp_path):
    with pytest.raises(FileError, match=r"no\.npz"):
        allocate(AllocationConfig(**SETTINGS, profile="no.npz"), TinyNetwork(), tmp_path / "new", silent)
    assert not (tmp_path / "new").exists()


def test_a_budget_that_is_too_small_says_what_is_needed(found, folder):
    with pytest.raises(ConfigError, match="3 tables take at least 3 segments together, got 2; give 3 or more"):
        allocate(AllocationConfig(**SETTINGS | {"total_segments": 2}), TinyNetwork(), folder, silent)
