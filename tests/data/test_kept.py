"""Copies of data beside results."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pwlact.data import check_again, copy_of, data_again, data_of, data_to_json, keep, keep_beside, kept, read_data
from pwlact.errors import FileError

DATA = data_of([0, 1, 2], [3, 4, 6], name="scan")


def test_a_copy_lies_beside_its_result(tmp_path: Path) -> None:
    assert copy_of(tmp_path / "result.json") == tmp_path / "data.npz"
    assert copy_of(tmp_path / "scan.json") == tmp_path / "scan.data.npz"  # scan.npz may be the user's own
    keep_beside(DATA, tmp_path / "scan.json")
    assert read_data(tmp_path / "scan.data.npz").name == "scan"


def test_many_points_are_not_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MAX_KEPT", 2)
    assert not keep(DATA, tmp_path / "data.npz")
    assert not (tmp_path / "data.npz").exists()


@pytest.mark.parametrize("noisy", [False, True])
def test_data_are_found_beside_the_result_or_where_they_were_read(
    tmp_path: Path, noisy: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "seed-0").mkdir()
    (tmp_path / "points.csv").write_text("0,3\n1,4\n2,6\n")
    monkeypatch.chdir(tmp_path)
    stated = data_to_json(read_data("points.csv", noisy=noisy))
    assert stated["points"] == 3
    places = [(tmp_path, "result.json", "data.npz"), (tmp_path / "seed-0", "result.json", "data.npz")]
    for folder, result, copy in places:
        keep(DATA, tmp_path / copy)
        found = data_again(stated, "scan", folder / result)
        assert (found.digest, found.noisy, found.name) == (DATA.digest, noisy, "scan")
        assert found.file == str(tmp_path / copy)
        (tmp_path / copy).unlink()
    assert data_again(stated, "scan").file == "points.csv"


def test_data_that_are_gone_or_others_are_asked_for(tmp_path: Path) -> None:
    stated = data_to_json(DATA)
    with pytest.raises(FileError, match=r"its 3 points again, got arrays, which are gone; use pwlact\.load"):
        data_again(stated, "scan", tmp_path / "result.json")
    np.savez(tmp_path / "data.npz", x=[0, 1], y=[0, 1])
    with pytest.raises(FileError, match=r"got .*data\.npz, which holds others now"):
        data_again(stated, "scan", tmp_path / "result.json")
    check_again(DATA, stated)
    with pytest.raises(FileError, match="its own 3 points, got 3 others"):
        check_again(data_of([0, 1, 2], [3, 4, 5]), stated)
