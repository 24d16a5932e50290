"""The policy's weights on disk: plain arrays in an npz file, with the command, seed and versions that made them."""

from __future__ import annotations

import functools
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pwlact.errors import ConfigError, FileError
from pwlact.files import check_regular, write_atomically
from pwlact.search.general.network import MAX_WIDTH, Layers
from pwlact.search.general.walk_kernels import SIZE

SHIPPED = Path(__file__).with_name("general.npz")
NAMES = ("first", "first_bias", "second", "second_bias", "third", "third_bias")
ABOUT = "about"
DAMAGE = (OSError, ValueError, KeyError, EOFError, TypeError, AttributeError, MemoryError, NotImplementedError)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """A trained policy.

    Parameters
    ----------
    layers : tuple of ndarray
        The network.
    max_points : int
        The most points that it was made for.
    about : mapping
        The command, seed and versions that made it, JSON values.
    """

    layers: Layers
    max_points: int
    about: Mapping[str, Any]

    def check_points(self, points: int) -> None:
        """Raise ConfigError where points are more than the policy was made for."""
        if points > self.max_points:
            raise ConfigError(
                f"the policy was made for at most {self.max_points} points ({self.max_points + 1} segments), "
                f"got {points}; take fewer segments or another --method"
            )


@functools.cache
def shipped_weights() -> Weights:
    """Return the policy that comes with the package."""
    return load_weights(SHIPPED)


def save_weights(path: Path, weights: Weights) -> None:
    """Write a policy, whole or not at all."""
    arrays = dict(zip(NAMES, weights.layers, strict=True))
    text = json.dumps({"max_points": weights.max_points, **weights.about})

    def write(temporary: Path) -> None:
        with temporary.open("wb") as stream:
            np.savez_compressed(stream, about=np.array(text), **arrays)  # type: ignore[arg-type]

    write_atomically(path, write)


def load_weights(path: Path) -> Weights:
    """Read a policy.

    Raises
    ------
    FileError
        If the file is missing, damaged, of something else, or holds numbers that are not finite.
    """
    check_regular(path)
    try:
        if path.exists() and not zipfile.is_zipfile(path):
            raise ValueError("it is no npz file")
        with np.load(path, allow_pickle=False) as arrays:
            about = json.loads(str(arrays[ABOUT]))
            layers = tuple(np.array(arrays[name]) for name in NAMES)
            weights = Weights(layers=layers, max_points=int(about.pop("max_points")), about=about)
    except (*DAMAGE, zipfile.BadZipFile, zlib.error) as fault:
        reason = str(fault).partition("\n")[0] or type(fault).__name__
        raise FileError(
            f"weights of a policy are an npz file of `pwlact pretrain`, got {path}: {reason}; give such a file"
        ) from fault
    _check_layers(path, layers)
    return weights


def _check_layers(path: Path, layers: Layers) -> None:
    width = layers[1].size
    shapes = [(SIZE, width), (width,), (width, width), (width,), (width,), ()]
    if [layer.shape for layer in layers] != shapes or not 1 <= width <= MAX_WIDTH:
        raise FileError(f"weights of a policy must fit its network, got {path}, of another one; pretrain anew")
    if not all(layer.dtype == np.float32 and np.isfinite(layer).all() for layer in layers):
        raise FileError(f"weights of a policy must be finite float32, got others in {path}; pretrain anew")
