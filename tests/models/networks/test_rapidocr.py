"""Text recognition: drawn words, the package's model, and what it reads."""

from __future__ import annotations

import numpy as np
import onnx_models as models
import pytest

from pwlact.models.networks.rapidocr import HEIGHT, WIDTH, draw, word_pairs
from pwlact.models.networks.registry import network


def test_the_splits_have_no_word_in_common():
    calibration, test = (set(" ".join(word_pairs(split, 400)).split()) for split in ("calibration", "test"))
    assert not calibration & test
    assert min(len(calibration), len(test)) > 150


def test_images_are_the_same_every_time():
    first, second = (draw("gentle river", np.random.default_rng(3)) for _ in range(2))
    assert first.shape == (HEIGHT, WIDTH)
    assert np.array_equal(first, second)
    assert -1.0 <= first.min() < first.max() <= 1.0


def test_most_words_are_read_and_fine_tables_change_little():
    pytest.importorskip("rapidocr")
    ocr = network("rapidocr")
    assert [sum(site.function == name for site in ocr.sites) for name in ("gelu", "silu")] == [13, 5]
    tables = {name: models.uniform(name, 128) for name in ("gelu", "silu")}
    exact = ocr.outputs("test", {}, 5)
    other = ocr.outputs("test", {site.name: tables[site.function] for site in ocr.sites}, 5)
    assert ocr.score(exact) >= 0.8
    assert np.array_equal(exact.scores, other.scores)
    assert 0.0 < ocr.divergence(exact, other).mean() < 0.01
