"""An image classifier on a folder of images, as a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from pwlact._types import Array, Codes
from pwlact.errors import FileError, require
from pwlact.models.images.classifier import Classifier
from pwlact.models.images.folders import ImageSet, read_images
from pwlact.models.network import Outputs, Split, kl_divergence
from pwlact.models.torch.network import TorchNetwork
from pwlact.settings.models import TRANSFORMERS, NetworkChoice

SEED = 0
CALIBRATION = 512  # images at most, and a quarter of all at most
BATCH = 32
TOP = 5


def image_network(choice: NetworkChoice) -> ImageNetwork:
    """Return an image classifier of transformers or timm on the images that are chosen.

    Raises
    ------
    InputError
        If the model or the images cannot be read, or their classes do not fit.
    """
    spec, images = choice.spec(), choice.images
    assert images is not None
    classifier = load_classifier(spec)
    labels = None if choice.labels is None else Path(choice.labels)
    found = read_images(Path(images), labels, classifier.classes)
    if choice.calibration is None:
        return ImageNetwork(classifier, *split(found), data=f"images of {images}")
    calibration = read_images(Path(choice.calibration), None, classifier.classes)
    return ImageNetwork(classifier, shuffled(calibration), shuffled(found), data=f"images of {images}")


def load_classifier(spec: str) -> Classifier:
    """Return the classifier that hf:... or timm:... names.

    Raises
    ------
    InputError
        If it cannot be loaded.
    """
    kind, _, name = spec.partition(":")
    if f"{kind}:" == TRANSFORMERS:
        from pwlact.models.images.transformers import load_transformers

        return load_transformers(name)
    from pwlact.models.images.timm import load_timm

    return load_timm(name)


def shuffled(images: ImageSet) -> ImageSet:
    """Return images in a fixed random order."""
    return images.subset(np.random.default_rng(SEED).permutation(len(images)))


def split(images: ImageSet) -> tuple[ImageSet, ImageSet]:
    """Return images for calibration and for the test, none in both, in a fixed random order.

    Raises
    ------
    ConfigError
        If there are fewer than two.
    """
    require(len(images) > 1, "images are at least two, one for calibration", len(images), "add some")
    mixed = shuffled(images)
    first = max(1, min(CALIBRATION, len(images) // 4))
    return mixed.subset(np.arange(first)), mixed.subset(np.arange(first, len(images)))


class ImageNetwork(TorchNetwork):
    """An image classifier; an image's score is the rank of its class among the predictions, 0 for the first.

    Parameters
    ----------
    classifier : Classifier
        The model.
    calibration, test : ImageSet
        The images of the two splits.
    data : str
        What the images are, in words.
    """

    score_name: ClassVar[str] = "top-1"
    divergence_name: ClassVar[str] = "KL"
    pip: ClassVar[str] = "pip install 'pwlact[models]'"

    def __init__(self, classifier: Classifier, calibration: ImageSet, test: ImageSet, data: str) -> None:
        self.classifier, self._data = classifier, data
        self.images: dict[Split, ImageSet] = {"calibration": calibration, "test": test}

    @property
    def name(self) -> str:
        """The classifier's name."""
        return self.classifier.name

    @property
    def title(self) -> str:
        """The classifier's name."""
        return self.classifier.name

    @property
    def origin(self) -> str:
        """Where the classifier's weights are."""
        return self.classifier.origin

    @property
    def licence(self) -> str:
        """The classifier's terms."""
        return self.classifier.licence

    @property
    def data(self) -> str:
        """What the images are."""
        return self._data

    def build(self) -> nn.Module:
        """Return the classifier's module."""
        return self.classifier.module

    def samples(self, split: Split) -> int:
        """Return the number of images."""
        return len(self.images[split])

    def batches(self, split: Split, count: int | None) -> Iterator[Any]:
        """Yield 32 images and their classes at a time, each read when its turn comes."""
        images = self.images[split]
        for rows in np.split(np.arange(len(images))[:count], range(BATCH, len(images), BATCH)):
            if rows.size:
                pixels = torch.stack([self._pixels(images.paths[i]) for i in rows])
                yield pixels, torch.from_numpy(images.labels[rows])

    def example(self) -> Any:
        """Return an image, whose run meets activations that are called as functions."""
        return self._pixels(self.images["calibration"].paths[0])[None]

    def predict(self, model: nn.Module, batch: Any) -> tuple[Tensor, Tensor]:
        """Return log-probabilities, and the rank of the right class."""
        images, labels = batch
        predictions = self.classifier.logits(model, images).float().log_softmax(1)
        right = predictions.gather(1, labels[:, None])
        return predictions, (~(predictions < right)).sum(1) - 1  # of equal ones, and of NaN, the last

    def divergence(self, exact: Outputs, other: Outputs) -> Array:
        """Return the KL divergence of each image."""
        return kl_divergence(exact, other)

    def score(self, outputs: Outputs, chosen: Codes | None = None) -> float:
        """Return the top-1 accuracy."""
        return _share(outputs, chosen, 1)

    def other_scores(self, outputs: Outputs, chosen: Codes | None = None) -> dict[str, float]:
        """Return the top-5 accuracy."""
        return {f"top-{TOP}": _share(outputs, chosen, TOP)}

    def _pixels(self, path: Path) -> Tensor:
        """Return an image as the classifier wants it.

        Raises
        ------
        FileError
            If it cannot be read.
        """
        from PIL import Image

        try:
            with Image.open(path) as image:
                return self.classifier.prepare(image.convert("RGB"))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
            raise FileError(f"an image must be readable, got {path}: {fault}; remove it, or mend it") from fault


def _share(outputs: Outputs, chosen: Codes | None, best: int) -> float:
    ranks = outputs.scores if chosen is None else outputs.scores[chosen]
    return float((ranks < best).mean())
