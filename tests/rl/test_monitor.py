"""The monitor file has the columns of Stable-Baselines3's."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from stable_baselines3.common.monitor import ResultsWriter

from pwlact.errors import FileError
from pwlact.rl.monitor import Monitor, monitor_path


def _read(path: Path) -> tuple[dict[str, object], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        header = json.loads(file.readline().removeprefix("#"))
        return header, list(csv.DictReader(file))


def test_each_start_has_a_file_of_the_usual_columns(tmp_path: Path) -> None:
    for start in range(2):
        with Monitor(monitor_path(tmp_path)) as monitor:
            monitor.write(np.array([1.5, -2.0 + start]), np.array([8, 3]), np.array([70.25, np.nan]))
    writer = ResultsWriter(str(tmp_path / "theirs"), {"t_start": 0.0, "env_id": "None"}, ("final_reward",))
    writer.write_row({"r": 1.5, "l": 8, "t": 0.1, "final_reward": 70.25})
    writer.close()
    theirs, their_rows = _read(tmp_path / "theirs.monitor.csv")
    for name, second in (("monitor.csv", "-2.000000"), ("resumed-1.monitor.csv", "-1.000000")):
        header, rows = _read(tmp_path / name)
        assert header.keys() == theirs.keys()
        assert rows[0].keys() == their_rows[0].keys()
        assert [(float(row["r"]), row["l"]) for row in rows] == [(1.5, "8"), (float(second), "3")]
        assert [row["final_reward"] for row in rows] == ["70.25", "nan"]
        assert all(0 <= float(row["t"]) < 10 for row in rows)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"monitor\.csv must be writable"):
        Monitor(tmp_path / "nosuch" / "monitor.csv")
