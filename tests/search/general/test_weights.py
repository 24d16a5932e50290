"""The file of weights: what ships, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from search.general.policies import random_layers

from pwlact.errors import ConfigError, FileError
from pwlact.search.general.weights import NAMES, SHIPPED, Weights, load_weights, save_weights, shipped_weights

ABOUT = {"command": "pwlact pretrain", "seed": 0}


def _saved(path: Path, **changed: Any) -> Path:
    arrays: dict[str, Any] = dict(zip(NAMES, random_layers(), strict=True))
    arrays["about"] = np.array('{"max_points": 128, "seed": 0}')
    np.savez(path, **(arrays | changed))
    return path


def test_the_weights_of_the_package_are_small_and_say_what_made_them() -> None:
    weights = shipped_weights()
    assert SHIPPED.stat().st_size < 1_000_000
    assert weights.max_points == 128
    assert weights.about["command"].startswith("pwlact pretrain")
    assert {"seed", "steps", "versions"} <= weights.about.keys()


def test_weights_come_back_as_they_were_saved(tmp_path: Path) -> None:
    save_weights(tmp_path / "w.npz", Weights(layers=random_layers(), max_points=64, about=ABOUT))
    weights = load_weights(tmp_path / "w.npz")
    assert weights.max_points == 64
    assert weights.about == ABOUT
    assert all(np.array_equal(a, b) for a, b in zip(weights.layers, random_layers(), strict=True))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"first": np.zeros((3, 8), dtype=np.float32)}, "must fit its network"),
        ({"second": np.zeros((8, 8))}, "finite float32"),
        ({"third": np.full(8, np.nan, dtype=np.float32)}, "finite float32"),
        ({"about": np.array("nothing")}, "npz file of `pwlact pretrain`"),
        ({"about": np.array("{}")}, "npz file of `pwlact pretrain`"),
        ({"first_bias": np.array([None])}, "npz file of `pwlact pretrain`"),
    ],
)
def test_a_foreign_file_is_refused_in_one_line(tmp_path: Path, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(FileError, match=said) as fault:
        load_weights(_saved(tmp_path / "w.npz", **changed))
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04damaged", SHIPPED.read_bytes()[:5000]])
def test_a_damaged_file_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "w.npz").write_bytes(content)
    with pytest.raises(FileError, match="npz file of `pwlact pretrain`") as fault:
        load_weights(tmp_path / "w.npz")
    assert "\n" not in str(fault.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file"):
        load_weights(tmp_path / "none.npz")


def test_more_points_than_the_policy_was_made_for_are_refused() -> None:
    shipped_weights().check_points(128)
    with pytest.raises(ConfigError, match="at most 128 points"):
        shipped_weights().check_points(129)
