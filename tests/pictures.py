"""Tiny images in folders, and a tiny image classifier of transformers; shared by the tests of networks."""

from __future__ import annotations

from pathlib import Path

import numpy as np

SYNSETS = ("n01440764", "n01443537", "n01484850")
SIZE = 32


def write_picture(path: Path, seed: int, size: int = SIZE) -> None:
    """Write an image of random pixels."""
    from PIL import Image

    pixels = np.random.default_rng(seed).integers(0, 256, (size, size + 8, 3), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)


def class_folders(folder: Path, each: int = 4, names: tuple[str, ...] = SYNSETS) -> Path:
    """Write `each` images in a folder for each class."""
    for k, name in enumerate(names):
        for i in range(each):
            write_picture(folder / name / f"{name}_{i}.png", 10 * k + i)
    return folder


def flat_set(folder: Path, count: int = 6) -> Path:
    """Write images named as ImageNet's validation set."""
    for i in range(1, count + 1):
        write_picture(folder / f"ILSVRC2012_val_{i:08d}.JPEG", i)
    return folder


def save_tiny_vit(folder: Path, names: tuple[str, ...] = ()) -> Path:
    """Save a vision transformer with random weights and two GELU sites, and its processor."""
    import torch
    from transformers import ViTConfig, ViTForImageClassification, ViTImageProcessor

    torch.manual_seed(0)
    labels = {} if not names else {"id2label": dict(enumerate(names)), "label2id": {n: i for i, n in enumerate(names)}}
    config = ViTConfig(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64, image_size=SIZE,
        patch_size=8, num_labels=len(names) or len(SYNSETS), initializer_range=0.3, **labels,
    )  # fmt: skip
    ViTForImageClassification(config).save_pretrained(folder)
    ViTImageProcessor(size={"height": SIZE, "width": SIZE}).save_pretrained(folder)
    return folder
