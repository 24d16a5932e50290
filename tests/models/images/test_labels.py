"""Files of labels as they are found: ImageNet's, Kaggle's, Caffe's, and lists."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pwlact.errors import ConfigError, FileError
from pwlact.models.images.labels import read_labels, read_words

CLASSES = ("n01", "n02", "n03")
STEMS = tuple(f"ILSVRC2012_val_{i:08d}" for i in (1, 2, 4))
OTHERS = ("a", "b", "c")


def read(tmp_path: Path, text: str, stems: tuple[str, ...] = STEMS, name: str = "labels.txt") -> list[int]:
    path = tmp_path / name
    path.write_text(text)
    return [int(label) for label in read_labels(path, stems, CLASSES)]


@pytest.mark.parametrize(
    ("text", "stems", "labels"),
    [
        ("0\n2\n0\n1\n", STEMS, [0, 2, 1]),  # by the number in the name: image 4 has the fourth line
        ("n02\nn01\n\nn03\nn02", STEMS, [1, 0, 1]),
        ("2\n1\n0\n", OTHERS, [2, 1, 0]),
        ("a.png 1\nb.png 2\nc.png 0\nd.png 0\n", OTHERS, [1, 2, 0]),
        ("c n03\na n01\nb n01\n", OTHERS, [0, 0, 2]),
        ("val/a.png,n03\nval/b.png,n01\nval/c.png,n02\n", OTHERS, [2, 0, 1]),
        ("ImageId,PredictionString\n" + "".join(f"{stem},n03 85 1 499 272\n" for stem in STEMS), STEMS, [2, 2, 2]),
    ],
)
def test_labels_by_order_and_by_name(tmp_path: Path, text: str, stems: tuple[str, ...], labels: list[int]) -> None:
    assert read(tmp_path, text, stems) == labels


def test_numbers_of_the_development_kit_are_taken_by_its_synsets(tmp_path: Path) -> None:
    from scipy.io import savemat

    kinds = [("ILSVRC2012_ID", int), ("WNID", object), ("words", object), ("num_children", int)]
    rows = np.array([(1, "n03", "c", 0), (2, "n01", "a", 0), (3, "n02", "b", 0), (4, "n00", "top", 3)], dtype=kinds)
    savemat(str(tmp_path / "meta.mat"), {"synsets": rows})
    assert read(tmp_path, "1\n2\n3\n3\n", name="ILSVRC2012_validation_ground_truth.txt") == [2, 0, 1]
    with pytest.raises(FileError, match=r"numbers of meta\.mat, 1 to 3, got 4"):
        read(tmp_path, "1\n2\n3\n4\n")


def test_without_the_development_kit_its_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"not the models', got no meta\.mat beside it; keep both in one folder"):
        read(tmp_path, "1\n2\n3\n1\n", name="ILSVRC2012_validation_ground_truth.txt")


def test_a_damaged_development_kit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "meta.mat").write_bytes(b"nothing")
    with pytest.raises(FileError, match=r"meta\.mat is the development kit's"):
        read(tmp_path, "1\n2\n3\n1\n")


@pytest.mark.parametrize(
    ("text", "stems", "said"),
    [
        ("", OTHERS, "got an empty file"),
        ("0\n1\n", OTHERS, "one for each of 3 images, got 2"),
        ("0\n1\n1\n1\n", OTHERS, "one for each of 3 images, got 4"),
        ("0\n1\n", STEMS, "one for each of 4 images, got 2"),
        ("a 0\nb 1\n", OTHERS, "got none for 'c'"),
        ("0\n1\n3\n", OTHERS, "0 to 2, got 3"),
    ],
)
def test_labels_that_do_not_fit_the_images_are_refused(
    tmp_path: Path, text: str, stems: tuple[str, ...], said: str
) -> None:
    with pytest.raises(FileError, match=said):
        read(tmp_path, text, stems)


def test_synsets_that_are_not_the_models_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="got 2 with 'n77'"):
        read(tmp_path, "n77\nn77\nn01\n", OTHERS)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "labels.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileError, match="--labels is a text file"):
        read_words(tmp_path / "labels.txt")
    with pytest.raises(FileError, match="--labels is a text file"):
        read_words(tmp_path / "none.txt")


def test_a_list_of_synsets_may_have_words_behind(tmp_path: Path) -> None:
    (tmp_path / "mapping.txt").write_text("n01 tench, Tinca tinca\nn02 goldfish\n")
    assert read_words(tmp_path / "mapping.txt") == ["n01", "n02"]
