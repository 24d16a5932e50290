"""Policies on disk come back as they went; what is damaged, foreign or not finite is refused, and no code is run."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from pwlact.errors import FileError
from pwlact.rl.agent_config import PPOConfig
from pwlact.rl.jax.parameters import NetworkSize, Parameters, first_parameters
from pwlact.rl.jax.weights import load_policy, save_arrays

SIZE = NetworkSize(3, 2, 4)


class Trap:
    """What, when it is unpickled, leaves a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.write_text, (self.path, "caught")


@pytest.fixture
def policy() -> Parameters:
    return first_parameters(SIZE, PPOConfig(), None, np.random.default_rng(0))


def test_a_policy_comes_back(policy: Parameters, tmp_path: Path) -> None:
    save_arrays(tmp_path / "policy.npz", policy)
    again = load_policy(tmp_path / "policy.npz", SIZE)
    assert all(np.array_equal(again[name], array) for name, array in policy.items())
    assert [path.name for path in tmp_path.iterdir()] == ["policy.npz"]


def _refused(path: Path, rule: str, size: NetworkSize = SIZE) -> None:
    with pytest.raises(FileError, match=rule) as refused:
        load_policy(path, size)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 cut off", b"\x93NUMPY"])
def test_refuses_what_is_no_npz(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "policy.npz").write_bytes(content)
    _refused(tmp_path / "policy.npz", "whole npz file of arrays, got .*: it is no npz file")


def test_refuses_a_file_cut_short_changed_or_missing(policy: Parameters, tmp_path: Path) -> None:
    path = tmp_path / "policy.npz"
    _refused(path, "whole npz file")
    save_arrays(path, policy)
    whole = path.read_bytes()
    for size in (100, len(whole) // 2, len(whole) - 10):
        path.write_bytes(whole[:size])
        _refused(path, "whole npz file")
    middle = len(whole) // 3
    path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :])
    _refused(path, "a policy")
    np.save(tmp_path / "array.npy", np.zeros(3))
    (tmp_path / "array.npy").replace(path)
    _refused(path, "whole npz file")


def test_refuses_another_network_and_numbers_that_are_not_finite(policy: Parameters, tmp_path: Path) -> None:
    path = tmp_path / "policy.npz"
    save_arrays(path, policy)
    for size in (NetworkSize(4, 2, 4), NetworkSize(3, 3, 4), NetworkSize(3, 0, 4)):
        _refused(path, r"fit its run's config\.toml", size)
    save_arrays(path, {name: array for name, array in policy.items() if name != "table"})
    _refused(path, r"fit its run's config\.toml")
    save_arrays(path, policy | {"table": np.full((3, 2), np.nan, dtype=np.float32)})
    _refused(path, "must be finite")
    save_arrays(path, policy | {"table": np.array([["a", "b"]] * 3)})
    _refused(path, "must be")


def test_runs_no_code_of_a_file(policy: Parameters, tmp_path: Path) -> None:
    path, caught = tmp_path / "policy.npz", tmp_path / "caught"
    trap = np.empty((3, 2), dtype=object)
    trap[:] = Trap(caught)
    np.savez(path, **{**policy, "table": trap})  # type: ignore[arg-type]
    assert "table.npy" in zipfile.ZipFile(path).namelist()
    _refused(path, "whole npz file")
    assert not caught.exists()
    np.load(path, allow_pickle=True)["table"]  # the trap works
    assert caught.exists()
