"""What a result was made with."""

from __future__ import annotations

import contextlib
import platform
from importlib.metadata import PackageNotFoundError, version

PACKAGES = ("pwlact", "numpy", "scipy", "numba", "jax", "optax", "gymnasium", "stable-baselines3", "torch")


def versions() -> dict[str, str]:
    """Return the versions of Python, pwlact and the libraries that numbers depend on, as far as they are installed."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):  # as without an extra
            found[package] = version(package)
    return found
