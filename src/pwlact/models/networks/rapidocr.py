"""Text recognition by PP-OCR, from the package rapidocr, on pairs of words that are drawn here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto

from pwlact._types import Array, Codes
from pwlact.models.network import Outputs, Split, accuracy, kl_divergence
from pwlact.models.networks.packages import package_folder
from pwlact.models.onnx.network import Feeds, OnnxNetwork

MODEL = "models/PP-OCRv6_rec_small.onnx"
SAMPLES = 150  # images of a split
BATCH = 10
HEIGHT, WIDTH, STEPS = 48, 320, 40  # of an image; outputs along its width
SIZES = (20, 22, 24, 26, 28, 30)  # of the font, in pixels
PAPER, CONTRAST, BLUR, NOISE = (180.0, 255.0), (60.0, 180.0), (0.0, 1.2), (11.0, 22.0)
SEEDS = {"calibration": 1, "test": 2}
FLOOR = 1e-10  # of probabilities, before the logarithm
PRINTABLE = [chr(code) for code in range(32, 127)]


class RapidOCR(OnnxNetwork):
    """PP-OCR's recognition model. Its HardSigmoid nodes are piecewise linear as they are, so they are no sites."""

    name: ClassVar[str] = "rapidocr"
    title: ClassVar[str] = "PP-OCRv6 text recognition (small), ONNX"
    origin: ClassVar[str] = "the model in the package rapidocr"
    licence: ClassVar[str] = "Apache-2.0; words drawn in DejaVu Sans"
    data: ClassVar[str] = "150 pairs of words, drawn with noise"
    score_name: ClassVar[str] = "exact matches"
    divergence_name: ClassVar[str] = "KL a step"
    pip: ClassVar[str] = "pip install 'pwlact[models]' rapidocr"
    packages: ClassVar[tuple[str, ...]] = ("rapidocr",)
    functions: ClassVar[tuple[str, ...]] = ("gelu", "silu")

    def load(self) -> ModelProto:
        """Return the model of the package."""
        return onnx.load_model(package_folder("rapidocr", self.pip) / MODEL)

    @cached_property
    def characters(self) -> list[str]:
        """The character of each class; the first is the blank of CTC."""
        metadata = {entry.key: entry.value for entry in self.model.metadata_props}
        return ["", *metadata["character"].split("\n"), " "]

    @cached_property
    def kept(self) -> Codes:
        """Classes that predictions tell apart: the blank and the printable characters of ASCII."""
        return np.array([0, *(self.characters.index(character) for character in PRINTABLE)])

    @cached_property
    def is_other(self) -> NDArray[np.float32]:
        """1 for each class that predictions do not tell apart, 0 for one that is kept."""
        other = np.ones(len(self.characters), dtype=np.float32)
        other[self.kept] = 0.0
        return other

    def samples(self, split: Split) -> int:
        """Return the number of images."""
        return SAMPLES

    def batches(self, split: Split, count: int | None) -> Iterator[tuple[Feeds, list[str]]]:
        """Yield 10 images (10, 3, 48, 320), -1 to 1, and their texts at a time."""
        texts = word_pairs(split, SAMPLES if count is None else count)
        generator = np.random.default_rng(SEEDS[split])
        for start in range(0, len(texts), BATCH):
            rows = texts[start : start + BATCH]
            images = np.stack([draw(text, generator) for text in rows])
            yield {"x": np.repeat(images[:, None], 3, axis=1)}, rows

    def predict(self, outputs: list[NDArray[Any]], truth: list[str]) -> tuple[NDArray[Any], Array]:
        """Return log-probabilities (n, steps * classes), the others of a step as one class, and 1 for a right text."""
        probabilities = outputs[0]
        others = probabilities @ self.is_other
        parts = np.concatenate([probabilities[:, :, self.kept], others[:, :, None]], axis=-1)
        logarithms = np.log(np.maximum(parts, FLOOR))
        read = [self.read(steps) for steps in probabilities.argmax(-1)]
        right = np.array([float(text == wanted) for text, wanted in zip(read, truth, strict=True)])
        return logarithms.reshape(len(truth), -1), right

    def read(self, classes: Codes) -> str:
        """Return the text of the classes along an image: repeats and blanks are left out (CTC, greedy)."""
        changes = np.append(True, classes[1:] != classes[:-1])
        return "".join(self.characters[at] for at in classes[changes])

    def divergence(self, exact: Outputs, other: Outputs) -> Array:
        """Return the mean KL divergence over an image's steps."""
        return kl_divergence(exact, other) / STEPS

    def score(self, outputs: Outputs, chosen: Codes | None = None) -> float:
        """Return the share of images whose text is read exactly."""
        return accuracy(outputs, chosen)


def word_pairs(split: Split, count: int) -> list[str]:
    """Return pairs of words, the same ones every time; the two splits have no word in common.

    Parameters
    ----------
    split : str
        "calibration" or "test".
    count : int
        How many.
    """
    words = (files(__package__) / "common_words.txt").read_text(encoding="utf-8").split()
    mine = words[split == "test" :: 2]
    generator = np.random.default_rng(SEEDS[split])
    return [" ".join(generator.choice(mine, 2, replace=False)) for _ in range(count)]


def draw(text: str, generator: np.random.Generator) -> NDArray[np.float32]:
    """Return an image (48, 320), -1 to 1, of a text in random size, place and contrast, with blur and noise."""
    from PIL import Image, ImageDraw, ImageFilter

    font = _font(int(generator.choice(SIZES)))
    paper = generator.uniform(*PAPER)
    ink = paper - generator.uniform(*CONTRAST)
    left = generator.integers(2, max(3, WIDTH - int(font.getlength(text)) - 2))
    top = generator.integers(2, HEIGHT - int(font.size) - 6)
    image = Image.new("L", (WIDTH, HEIGHT), int(paper))
    ImageDraw.Draw(image).text((int(left), int(top)), text, font=font, fill=int(ink))
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(generator.uniform(*BLUR))), dtype=np.float64)
    noisy = soft + generator.normal(0.0, generator.uniform(*NOISE), soft.shape)
    return (np.round(np.clip(noisy, 0.0, 255.0)) / 127.5 - 1.0).astype(np.float32)


def _font(size: int) -> Any:
    import matplotlib
    from PIL import ImageFont

    return ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"), size)
