"""Files of labels: ImageNet's own, and plain lists."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pwlact._types import Codes
from pwlact.errors import FileError
from pwlact.files import read_text
from pwlact.models.images.classes import class_indices

GROUND_TRUTH = "ILSVRC2012_validation_ground_truth"
META = "meta.mat"
NUMBERED = re.compile(r"ILSVRC2012_val_(\d{8})", re.IGNORECASE)


def read_labels(path: Path, stems: Sequence[str], classes: tuple[str, ...]) -> Codes:
    """Return the class of each image, shape (n,), as the model numbers them.

    A line, or a row of CSV, holds a label alone, or an image's name and its label: a number of the model's, from 0;
    a name, as a synset; or, with the development kit's meta.mat beside the file, one of its numbers, from 1.

    Parameters
    ----------
    path : Path
        The file.
    stems : sequence of str
        Names of the images without suffix, sorted. Labels alone stand in this order; those of ImageNet's validation
        set in the order of the numbers in their names.
    classes : tuple of str
        The model's classes, in its order.

    Raises
    ------
    FileError
        If the file cannot be read, or has no label for an image.
    ConfigError
        If names of classes do not fit the model's.
    """
    rows = _rows(path)
    named = {Path(row[0]).stem: row[1].split()[0] for row in rows if len(row) > 1 and row[1].strip()}
    words = _by_name(path, named, stems) if any(stem in named for stem in stems) else _in_order(path, rows, stems)
    every = list(named.values()) if words and words[0] in named.values() else [row[0] for row in rows]
    return _numbers(path, words, every, classes)


def read_words(path: Path) -> list[str]:
    """Return the first word of each line, as of a list of synsets.

    Raises
    ------
    FileError
        If the file cannot be read.
    """
    return [row[0] for row in _rows(path)]


def _rows(path: Path) -> list[list[str]]:
    """Return the cells of each line that is not empty: by commas, else by blanks; a row of headings is left out."""
    try:
        lines = [line for line in read_text(path).splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as fault:
        raise FileError(
            f"--labels is a text file that can be read, got {str(path)!r}: {fault}; give another"
        ) from fault
    if not lines:
        raise FileError(f"--labels hold a line for each label, got an empty file {str(path)!r}; give another")
    by_commas = path.suffix.lower() == ".csv" or "," in lines[0].split()[0]
    rows = list(csv.reader(lines)) if by_commas else [line.split(None, 1) for line in lines]
    return rows[1:] if rows[0][0] == "ImageId" else rows


def _by_name(path: Path, named: dict[str, str], stems: Sequence[str]) -> list[str]:
    missing = [stem for stem in stems if stem not in named]
    if missing:
        raise FileError(f"--labels hold one for each image, got none for {missing[0]!r} in {str(path)!r}; add it")
    return [named[stem] for stem in stems]


def _in_order(path: Path, rows: list[list[str]], stems: Sequence[str]) -> list[str]:
    """Return the labels of images by their place: their number in ImageNet, or their order."""
    numbers = [NUMBERED.fullmatch(stem) for stem in stems]
    places = [int(found[1]) - 1 for found in numbers if found] if all(numbers) else list(range(len(stems)))
    enough = max(places) < len(rows) if all(numbers) else len(rows) == len(stems)
    if not enough:
        raise FileError(
            f"--labels hold one for each of {max(places) + 1} images, got {len(rows)} in {str(path)!r}; give the "
            "right file"
        )
    return [rows[place][0] for place in places]


def _numbers(path: Path, words: list[str], every: list[str], classes: tuple[str, ...]) -> Codes:
    if not all(word.isdigit() for word in words):
        index = class_indices(set(every), classes)
        return np.array([index[word] for word in words], dtype=np.int64)
    numbers = [int(word) for word in words]
    meta = path.with_name(META)
    if meta.is_file():
        synsets = _synsets(meta)
        return _numbers(path, [_synset(path, synsets, number) for number in numbers], list(synsets.values()), classes)
    if path.stem == GROUND_TRUTH:
        raise FileError(
            f"{path.name} holds numbers of the development kit, which are not the models', got no {META} beside it; "
            "keep both in one folder"
        )
    if max(numbers) >= len(classes):
        raise FileError(
            f"labels are numbers of the model's classes, 0 to {len(classes) - 1}, got {max(numbers)} in {str(path)!r}; "
            "give synsets, or names"
        )
    return np.array(numbers, dtype=np.int64)


def _synset(path: Path, synsets: dict[int, str], number: int) -> str:
    if number not in synsets:
        raise FileError(f"labels are numbers of {META}, 1 to {len(synsets)}, got {number} in {str(path)!r}; mend it")
    return synsets[number]


def _synsets(meta: Path) -> dict[int, str]:
    """Return the synset of each number of the development kit that is a leaf, which alone has images."""
    from scipy.io import loadmat

    try:
        rows = loadmat(str(meta), squeeze_me=True)["synsets"]
        return {int(row["ILSVRC2012_ID"]): str(row["WNID"]) for row in rows if int(row["num_children"]) == 0}
    except Exception as fault:  # a damaged file raises much
        raise FileError(f"{META} is the development kit's, got {str(meta)!r}: {fault}; give the right one") from fault
