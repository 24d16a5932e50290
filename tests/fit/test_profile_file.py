"""Profiles as files: what is written is read, and what is damaged is refused in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pwlact.errors import FileError
from pwlact.fit.profile import CELLS, Profile, SiteProfile
from pwlact.fit.profile_file import read_profile, write_profile

RNG = np.random.default_rng(0)
SITES = (
    SiteProfile(name="/blocks.0/act/Mul:0", function="silu", counts=RNG.integers(0, 9, CELLS).astype(float), beyond=3),
    SiteProfile(name="ß", function="silu:beta=1.702", counts=RNG.random(CELLS), squares=RNG.random(CELLS) * 1e-30),
)
PROFILE = Profile(network="toy", samples=42, sites=SITES)


def test_a_profile_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "profile.npz"
    write_profile(path, PROFILE)
    again = read_profile(path)
    assert (again.network, again.samples, len(again.sites)) == ("toy", 42, 2)
    for site, other in zip(PROFILE.sites, again.sites, strict=True):
        assert (site.name, site.function, site.beyond) == (other.name, other.function, other.beyond)
        assert np.array_equal(site.counts, other.counts)
    assert again.sites[0].squares is None
    assert PROFILE.sites[1].squares is not None
    assert again.sites[1].squares is not None
    assert np.array_equal(again.sites[1].squares, PROFILE.sites[1].squares)


def test_nothing_is_left_where_a_profile_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError):
        write_profile(tmp_path / "file" / "profile.npz", PROFILE)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def arrays(**changes: Any) -> dict[str, Any]:
    header = {
        "schema": "pwlact.profile/1", "network": "toy", "samples": 1,
        "sites": [{"name": "a", "function": "silu", "beyond": 0, "sensitivity": True}],
    }  # fmt: skip
    header.update(changes.pop("header", {}))
    given = {"header": np.array(json.dumps(header)), "counts": np.ones((1, CELLS)), "squares": np.ones((1, CELLS))}
    return {key: value for key, value in {**given, **changes}.items() if value is not None}


DAMAGE: dict[str, dict[str, Any]] = {
    "another schema": {"header": {"schema": "pwlact.result/1"}},
    "no sites": {"header": {"sites": []}},
    "a site without a name": {"header": {"sites": [{"function": "silu", "beyond": 0, "sensitivity": True}]}},
    "sites of no list": {"header": {"sites": 3}},
    "no samples": {"header": {"samples": None}},
    "no header": {"header": None},
    "no counts": {"counts": None},
    "other cells": {"counts": np.ones((1, CELLS - 1))},
    "a site too many": {"counts": np.ones((2, CELLS))},
    "negative counts": {"counts": -np.ones((1, CELLS))},
    "squares of nan": {"squares": np.full((1, CELLS), np.nan)},
    "counts of texts": {"counts": np.full((1, CELLS), "x")},
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_refused_in_one_line(tmp_path: Path, kind: str) -> None:
    path, changes = tmp_path / "profile.npz", dict(DAMAGE[kind])
    header = changes.pop("header", {})
    made = arrays(header=header or {}, **changes)
    if kind == "no header":
        del made["header"]
    np.savez(path, **made)
    with pytest.raises(FileError) as fault:
        read_profile(path)
    assert "profile" in str(fault.value)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x93NUMPY", b"text"])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "profile.npz"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"a profile is a .npz file of `pwlact models profile`") as fault:
        read_profile(path)
    assert "pickle" not in str(fault.value)


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "profile.npz"
    write_profile(path, PROFILE)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(FileError, match="a profile is a"):
        read_profile(path)


def test_pickles_are_never_read(tmp_path: Path) -> None:
    path = tmp_path / "profile.npz"
    np.savez(path, **arrays(counts=np.array([{"a": 1}], dtype=object)))
    with pytest.raises(FileError, match="a profile is a"):
        read_profile(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="a profile's file must exist"):
        read_profile(tmp_path / "none.npz")
