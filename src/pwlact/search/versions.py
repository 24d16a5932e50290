"""What a result was made with."""

from __future__ import annotations

import contextlib
import functools
import platform
from importlib.metadata import PackageNotFoundError, version

PACKAGES = ("pwlact", "numpy", "scipy", "numba", "jax", "optax", "gymnasium", "stable-baselines3", "torch")


def versions() -> dict[str, str]:
    """Return the versions of Python, pwlact and the libraries that numbers depend on, as far as they are installed."""
    return dict(_installed())


@functools.cache  # reading what is installed takes as long as a small search
def _installed() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):  # as without an extra
            found[package] = version(package)
    return found
