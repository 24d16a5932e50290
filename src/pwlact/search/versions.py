"""What a result was made with."""

from __future__ import annotations

import platform
from importlib.metadata import version

PACKAGES = ("pwlact", "numpy", "scipy", "numba", "gymnasium", "stable-baselines3", "torch")


def versions() -> dict[str, str]:
    """Return the versions of Python, pwlact and the libraries that numbers depend on."""
    return {"python": platform.python_version(), **{package: version(package) for package in PACKAGES}}
