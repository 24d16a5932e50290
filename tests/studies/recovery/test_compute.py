"""Recovery at several numbers of segments, kept and gone on with."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from tiny_nets import made, tiny_network

from pwlact.models.recovery.recover import standing_in
from pwlact.search.result_json import load_result
from pwlact.settings.recovery import RecoveryConfig
from pwlact.studies.recovery.compute import RecoveryStudyRun
from pwlact.studies.recovery.record import recovery_to_csv, recovery_to_json


def config(out: Path) -> RecoveryConfig:
    return RecoveryConfig(network="mine", segments=(4, 6), method="minimax", steps=20, out=str(out))


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> RecoveryStudyRun:
    work = RecoveryStudyRun(config(tmp_path_factory.mktemp("out")), tiny_network())
    list(work.rows(lambda step, loss: None))
    return work


def quiet(step: int, loss: float) -> None:
    raise AssertionError("nothing is left to train")


def test_what_is_done_is_not_done_again(done: RecoveryStudyRun) -> None:
    rows = list(RecoveryStudyRun(done.config, tiny_network()).rows(quiet))
    assert [row.segments for row in rows] == [4, 6]
    assert rows[0].after["test"].divergence < rows[0].before["test"].divergence


def test_a_damaged_record_and_other_settings_are_done_anew(done: RecoveryStudyRun, tmp_path: Path) -> None:
    work = RecoveryStudyRun(dataclasses.replace(config(tmp_path), segments=(4,), steps=2), tiny_network())
    first = list(work.rows(lambda step, loss: None))
    (work.place(4) / "recovery.json").write_text('{"segments": 4')
    told: list[int] = []
    again = list(work.rows(lambda step, loss: told.append(step)))
    assert told == [1, 2]
    assert again[0].after == first[0].after
    assert done.place(4).name != work.place(4).name


def test_steps_are_told_over_all_numbers_of_segments(tmp_path: Path) -> None:
    work = RecoveryStudyRun(dataclasses.replace(config(tmp_path), steps=2), tiny_network())
    told: list[int] = []
    list(work.rows(lambda step, loss: told.append(step)))
    assert told == [1, 2, 3, 4]


def test_tables_and_weights_are_kept_as_files_that_give_the_same_figures(done: RecoveryStudyRun) -> None:
    import torch
    from safetensors.torch import load_file

    row = next(iter(RecoveryStudyRun(done.config, tiny_network()).rows(quiet)))
    folder = Path(row.folder)
    result = load_result(folder / "silu" / "result.json")
    assert (result.method, result.problem.segments, result.details) == ("recovery", 4, {"start": "minimax"})
    model = made()
    model.load_state_dict(load_file(folder / "weights.safetensors"))
    network = tiny_network()
    exact = network.outputs("test", {})
    with standing_in(network, model.eval()), torch.no_grad():
        outputs = network.outputs("test", {site.name: result.candidate.pwl for site in network.sites})
    assert float(np.mean(network.divergence(exact, outputs))) == pytest.approx(row.after["test"].divergence, rel=1e-6)


def test_a_site_may_have_its_own_file(tmp_path: Path) -> None:
    settings = dataclasses.replace(config(tmp_path), segments=(4,), steps=2, share="site", train="tables")
    work = RecoveryStudyRun(settings, tiny_network())
    (row,) = work.rows(lambda step, loss: None)
    assert sorted(path.name for path in Path(row.folder).iterdir()) == ["1", "3", "recovery.json"]


def test_json_and_csv_hold_each_split_before_and_after(done: RecoveryStudyRun) -> None:
    rows = list(done.rows(quiet))
    study = done.study(rows)
    data = json.loads(json.dumps(recovery_to_json(study)))
    assert data["rows"][0]["before"]["test"]["divergence"] == rows[0].before["test"].divergence
    assert data["exact"] == {"calibration": 1.0, "test": 1.0}
    lines = recovery_to_csv(study).splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("network,segments,method,train")
    assert lines[1].startswith("mine:net,4,minimax,all,function,exact,20,calibration,")


def test_a_network_with_other_weights_has_a_place_of_its_own(done: RecoveryStudyRun) -> None:
    other = tiny_network()
    other.model.get_parameter("0.bias").data += 0.1
    assert RecoveryStudyRun(done.config, other).place(4) != done.place(4)
    assert RecoveryStudyRun(done.config, tiny_network()).place(4) == done.place(4)
