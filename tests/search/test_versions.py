"""What a result was made with."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

import pytest

from pwlact.search import versions as module


def test_versions_are_those_that_are_installed() -> None:
    found = module.versions()
    assert found["python"] == platform.python_version()
    assert found["numpy"] == version("numpy")


def test_what_is_not_installed_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(package: str) -> str:
        if package in ("jax", "optax", "torch", "gymnasium", "stable-baselines3"):
            raise PackageNotFoundError(package)
        return version(package)

    monkeypatch.setattr(module, "version", missing)
    module._installed.cache_clear()
    assert set(module.versions()) == {"python", "pwlact", "numpy", "scipy", "numba"}
    module._installed.cache_clear()
