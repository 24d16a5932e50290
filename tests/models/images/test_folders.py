"""Images in class folders, or in one folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pictures import SYNSETS, class_folders, write_picture

from pwlact.errors import ConfigError, FileError
from pwlact.models.images.folders import read_images

GENERIC = tuple(f"LABEL_{i}" for i in range(3))


def test_class_folders_are_numbered_in_sorted_order(tmp_path: Path) -> None:
    found = read_images(class_folders(tmp_path, each=2), None, GENERIC)
    assert [path.name for path in found.paths] == [f"{name}_{i}.png" for name in SYNSETS for i in range(2)]
    assert found.labels.tolist() == [0, 0, 1, 1, 2, 2]
    assert len(found) == 6
    part = found.subset(np.array([5, 0]))
    assert ([path.name for path in part.paths], part.labels.tolist()) == (
        [f"{SYNSETS[2]}_1.png", f"{SYNSETS[0]}_0.png"],
        [2, 0],
    )


def test_they_are_numbered_as_the_models_names_where_these_match(tmp_path: Path) -> None:
    found = read_images(class_folders(tmp_path, each=1), None, SYNSETS[::-1])
    assert found.labels.tolist() == [2, 1, 0]


def test_a_part_of_the_classes_is_placed_by_a_list(tmp_path: Path) -> None:
    folder = class_folders(tmp_path / "images", each=1, names=SYNSETS[1:])
    listed = tmp_path / "LOC_synset_mapping.txt"
    listed.write_text("".join(f"{name} some words, others\n" for name in SYNSETS))
    assert read_images(folder, listed, GENERIC).labels.tolist() == [1, 2]
    with pytest.raises(ConfigError, match="got 2 with 'n01443537'"):
        read_images(folder, None, GENERIC)


def test_other_files_and_empty_folders_are_passed_over(tmp_path: Path) -> None:
    class_folders(tmp_path, each=1)
    (tmp_path / SYNSETS[0] / "notes.txt").write_text("no image")
    (tmp_path / ".cache").mkdir()
    write_picture(tmp_path / SYNSETS[0] / "deeper" / "one.PNG", 5)
    assert read_images(tmp_path, None, GENERIC).labels.tolist() == [0, 0, 1, 2]


def test_images_without_classes_are_refused(tmp_path: Path) -> None:
    write_picture(tmp_path / "a.png", 0)
    with pytest.raises(FileError, match=r"images need classes, got 1 file.* no class folder in .*; add --labels FILE"):
        read_images(tmp_path, None, GENERIC)


def test_a_folder_without_images_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="got none in"):
        read_images(tmp_path, None, GENERIC)
    with pytest.raises(FileError, match="--images is a folder"):
        read_images(tmp_path / "none", None, GENERIC)
