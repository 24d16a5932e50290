"""Curves are computed side by side and kept."""

from __future__ import annotations

import dataclasses
import json

import pytest
from tiny_network import TinyNetwork

from pwlact.fit.profile_file import write_profile
from pwlact.models.budgets import compute
from pwlact.models.budgets.compute import compute_curves, file_name
from pwlact.models.budgets.curves import CurveTask


@pytest.fixture(scope="module")
def tasks(tmp_path_factory):
    path = tmp_path_factory.mktemp("compute") / "profile.npz"
    profile = TinyNetwork().profile("calibration", sensitivity=True)
    write_profile(path, profile)
    return [
        CurveTask(
            site=site,
            sites=(site.name,),
            samples=profile.samples,
            counts=(2, 3),
            density=f"{path}:{site.name}:sensitivity",
        )
        for site in profile.sites
    ]


def test_curves_come_in_the_order_of_their_tasks_and_are_told(tasks, tmp_path):
    told = []
    curves = compute_curves(tasks, tmp_path, lambda *news: told.append(news))
    assert [curve.name for curve in curves] == [task.site.name for task in tasks]
    assert told == [(i + 1, 3, "curves") for i in range(3)]


def test_a_curve_is_found_again_only_for_the_same_task(tasks, tmp_path):
    told = []
    first = compute_curves(tasks[:1], tmp_path, lambda *_: None)
    assert compute_curves(tasks[:1], tmp_path, lambda *news: told.append(news)) == first
    assert not told
    other = dataclasses.replace(tasks[0], samples=tasks[0].samples * 2)
    (curve,) = compute_curves([other], tmp_path, lambda *news: told.append(news))
    assert len(told) == 1
    assert curve.options[0].loss == pytest.approx(0.5 * first[0].options[0].loss)


@pytest.mark.slow  # two processes load all that a search needs
def test_processes_give_the_same_curves(tasks, tmp_path, monkeypatch):
    alone = compute_curves(tasks, tmp_path / "alone", lambda *_: None)
    monkeypatch.setattr(compute, "FEW", 0)
    monkeypatch.setattr(compute, "processors", lambda: 2)
    side_by_side = compute_curves(tasks, tmp_path / "pool", lambda *_: None)
    for one, other in zip(alone, side_by_side, strict=True):
        assert [option.loss for option in one.options] == [option.loss for option in other.options]


def test_a_damaged_curve_is_computed_again(tasks, tmp_path):
    first = compute_curves(tasks[:1], tmp_path, lambda *_: None)
    (path,) = tmp_path.iterdir()
    path.write_text(json.dumps({"options": 3}))
    again = compute_curves(tasks[:1], tmp_path, lambda *_: None)
    assert [option.loss for option in again[0].options] == [option.loss for option in first[0].options]


@pytest.mark.parametrize(
    ("name", "file"), [("/blocks.0/act/Mul", "blocks.0_act_Mul"), ("a:b c", "a_b_c"), ("..", "site")]
)
def test_a_site_s_name_becomes_a_plain_file_name(name, file):
    assert file_name(name) == file
