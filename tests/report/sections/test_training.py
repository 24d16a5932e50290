"""The section of a training: from result and run folder, of one seed and several."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from pwlact.errors import FileError
from pwlact.report import subject_of
from pwlact.report.sections.training import reward_limit, rewards, training

OLD = Path(__file__).parents[2] / "data" / "v0"
MONITOR = '#{"t_start": 1.0}\nr,l,t,final_reward\n0.5,3,0.1,12.5\n0.5,3,0.1,13.5\n'


def _section(folder: Path) -> Any:
    return training(subject_of(folder / "result.json"))


def test_searches_have_none() -> None:
    assert training(subject_of(OLD / "search-silu" / "result.json")) is None
    assert rewards(subject_of(OLD / "search-silu" / "result.json")) is None


@pytest.mark.parametrize("name", ["train-gelu", "train-seeds", "train-paper"])
def test_a_run_folder_gives_its_curve_and_its_table(name: str) -> None:
    section = _section(OLD / name)
    assert "training" in section.figures
    assert section.values["rows"][0][0] == "best episode"
    assert "Rewards over the training" in section.values["label"]


def test_a_result_alone_gives_the_table_alone(tmp_path: Path) -> None:
    shutil.copy(OLD / "train-gelu" / "result.json", tmp_path)
    section = _section(tmp_path)
    assert section.figures == {}
    assert section.values["rows"]


def test_the_monitor_file_gives_the_spread_of_the_episodes(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(OLD / "train-gelu", folder)
    (folder / "monitor.csv").write_text(MONITOR)
    assert set(_section(folder).figures) == {"training", "episodes"}
    (folder / "monitor.csv").write_text(MONITOR.replace("12.5", "much"))
    with pytest.raises(FileError, match="damaged"):
        _section(folder)


def test_no_training_earns_more_than_its_limit() -> None:
    for name in ("train-gelu", "train-seeds", "train-paper"):
        result = subject_of(OLD / name / "result.json").result
        limit = reward_limit(result)
        assert limit is None or limit >= result.reward
