"""A pretraining on disk: plain arrays in one file, written whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import numpy as np

from pwlact._types import Array
from pwlact.errors import FileError
from pwlact.rl.jax.weights import load_arrays, save_arrays
from pwlact.search.general.network import Layers

CHECKPOINT = "checkpoint.npz"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Saved:
    """What a resumed pretraining needs: network, state of Adam, updates done, and the lessons by function's number."""

    layers: Layers
    state: Any
    step: int
    seconds: float
    gaps: list[float]
    start: int
    lessons: dict[int, list[Array]]


def save(folder: Path, saved: Saved) -> None:
    """Write the checkpoint."""
    pairs = [(number, u) for number, taught in saved.lessons.items() for u in taught]
    leaves = jax.tree.leaves((saved.layers, saved.state))
    save_arrays(
        folder / CHECKPOINT,
        {
            **{f"leaf{i}": np.asarray(leaf) for i, leaf in enumerate(leaves)},
            "counts": np.array([saved.step, saved.start]),
            "seconds": np.array(saved.seconds),
            "gaps": np.array(saved.gaps),
            "functions": np.array(list(saved.lessons)),
            "numbers": np.array([number for number, _ in pairs]),
            "sizes": np.array([u.size for _, u in pairs]),
            "lessons": np.concatenate([u for _, u in pairs]) if pairs else np.empty(0),
        },
    )


def load(folder: Path, layers: Layers, state: Any) -> Saved | None:
    """Read the checkpoint, whose network and state are like those given; None where there is none.

    Raises
    ------
    FileError
        If it is damaged, or of another network.
    """
    if not (folder / CHECKPOINT).exists():
        return None
    arrays = load_arrays(folder / CHECKPOINT)
    shapes, tree = jax.tree.flatten((layers, state))
    try:
        leaves = [arrays[f"leaf{i}"] for i in range(len(shapes))]
        if any(leaf.shape != np.shape(like) for leaf, like in zip(leaves, shapes, strict=True)):
            raise ValueError("another network")
        lessons: dict[int, list[Array]] = {int(number): [] for number in arrays["functions"]}
        ends = np.cumsum(arrays["sizes"])[:-1]
        for number, u in zip(arrays["numbers"], np.split(arrays["lessons"], ends), strict=True):
            lessons[int(number)].append(u)
        restored_layers, restored_state = jax.tree.unflatten(tree, leaves)
        return Saved(
            layers=restored_layers, state=restored_state, step=int(arrays["counts"][0]), start=int(arrays["counts"][1]),
            seconds=float(arrays["seconds"]), gaps=[float(gap) for gap in arrays["gaps"]], lessons=lessons,
        )  # fmt: skip
    except (KeyError, ValueError, IndexError) as fault:
        raise FileError(
            f"a checkpoint holds a pretraining with the same settings, got {folder / CHECKPOINT}: {fault}; "
            "choose another folder"
        ) from fault
