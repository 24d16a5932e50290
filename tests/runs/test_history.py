"""The files that a training keeps of how it went."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pwlact.errors import FileError
from pwlact.runs.history import episode_rewards, read_history, seed_folders

OLD = Path(__file__).parents[1] / "data" / "v0"
HEADER = "steps,seconds,best_episode,policy\n"
MONITOR = '#{"t_start": 1.0, "env_id": null}\nr,l,t,final_reward\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "column 'steps'"),
        (b"steps,policy\n1,2\n", "column 'best_episode'"),
        (HEADER.encode() + b"1000,0.5,abc,1\n", "row 2: could not convert"),
        (HEADER.encode() + b"1000,0.5,1,1\n2000,0.5\n", "row 3: could not convert"),
        (HEADER.encode() + b"2000,0.5,1,1\n1000,0.5,1,1\n", "ascending steps"),
        (HEADER.encode() + b"nan,0.5,1,1\n", "ascending steps"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_a_damaged_history_is_refused_in_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "evaluations.csv"
    path.write_bytes(content)
    with pytest.raises(FileError, match=message) as caught:
        read_history(path)
    assert "\n" not in str(caught.value)


def test_a_missing_history_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file"):
        read_history(tmp_path / "none.csv")


def test_seconds_are_read_where_the_file_has_them(tmp_path: Path) -> None:
    path = tmp_path / "evaluations.csv"
    path.write_text(HEADER + "10,0.5,1,1\n20,1.5,2,2\n")
    np.testing.assert_array_equal(read_history(path).seconds, [0.5, 1.5])  # type: ignore[arg-type]
    path.write_text("steps,best_episode,policy\n10,1,1\n")
    assert read_history(path).seconds is None


def test_each_seed_has_its_folder() -> None:
    assert seed_folders(OLD / "train-gelu") == {None: OLD / "train-gelu"}
    assert list(seed_folders(OLD / "train-seeds")) == [0, 1]
    assert seed_folders(OLD / "search-silu") == {}


def test_rewards_of_episodes_go_on_where_a_training_was_resumed(tmp_path: Path) -> None:
    assert episode_rewards(tmp_path).size == 0
    (tmp_path / "resumed-1.monitor.csv").write_text(MONITOR + "0.1,8,0.2,7.5\n")
    (tmp_path / "monitor.csv").write_text(MONITOR + "0.1,8,0.1,5.5\n0.1,3,0.1,nan\n")
    np.testing.assert_array_equal(episode_rewards(tmp_path), [5.5, np.nan, 7.5])
    (tmp_path / "monitor.csv").write_text(MONITOR.replace("final_reward", "reward") + "0.1,8,0.1,5.5\n")
    with pytest.raises(FileError, match="final_reward"):
        episode_rewards(tmp_path)
