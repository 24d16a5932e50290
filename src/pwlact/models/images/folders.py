"""Images in a folder, and the class of each: class folders, or the flat validation set of ImageNet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pwlact._types import Codes
from pwlact.errors import FileError
from pwlact.models.images.classes import class_indices
from pwlact.models.images.labels import read_labels, read_words

SUFFIXES = {".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp"}  # as torchvision's ImageFolder


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImageSet:
    """Images with their classes.

    Parameters
    ----------
    paths : tuple of Path, n of them
        The files.
    labels : ndarray, shape (n,)
        The right class of each, as the model numbers them.
    """

    paths: tuple[Path, ...]
    labels: Codes

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.paths)

    def subset(self, chosen: Codes) -> ImageSet:
        """Return the images with these indices."""
        return ImageSet(paths=tuple(self.paths[i] for i in chosen), labels=self.labels[chosen])


def read_images(folder: Path, labels: Path | None, classes: tuple[str, ...]) -> ImageSet:
    """Return the images of a folder, sorted by class and name.

    Parameters
    ----------
    folder : Path
        Holds a folder for each class, or images alone.
    labels : Path, optional
        Of images alone, the file of their labels; of class folders, a file of all classes in the model's order.
    classes : tuple of str
        What the model calls its classes, in its order.

    Raises
    ------
    FileError
        If the folder holds no images, or neither classes nor labels are known.
    ConfigError
        If the classes do not fit the model's.
    """
    if not folder.is_dir():
        raise FileError(f"--images is a folder, got {str(folder)!r}; give one that exists")
    folders = sorted(path for path in folder.iterdir() if path.is_dir())
    found = {path.name: _images(path, "**/*") for path in folders}
    found = {name: paths for name, paths in found.items() if paths}
    if found:
        return _by_class(found, None if labels is None else read_words(labels), classes)
    paths = _images(folder, "*")
    if not paths:
        raise FileError(f"a folder of images holds .jpeg or .png files, got none in {str(folder)!r}; give another")
    if labels is None:
        raise FileError(
            f"images need classes, got {len(paths)} files and no class folder in {str(folder)!r}; add --labels FILE"
        )
    return ImageSet(paths=tuple(paths), labels=read_labels(labels, [path.stem for path in paths], classes))


def _by_class(found: dict[str, list[Path]], order: list[str] | None, classes: tuple[str, ...]) -> ImageSet:
    index = class_indices(found, classes, order)
    paths = [path for name in found for path in found[name]]
    labels = [index[name] for name in found for _ in found[name]]
    return ImageSet(paths=tuple(paths), labels=np.array(labels, dtype=np.int64))


def _images(folder: Path, pattern: str) -> list[Path]:
    return sorted(path for path in folder.glob(pattern) if path.suffix.lower() in SUFFIXES and path.is_file())
