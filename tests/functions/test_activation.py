"""The check of a range, and the package's public names."""

from __future__ import annotations

import subprocess
import sys

import pytest

import pwlact.functions
from pwlact.errors import IntervalError
from pwlact.functions import check_interval


def test_interval_becomes_floats() -> None:
    assert check_interval([-8, "8"]) == (-8.0, 8.0)


@pytest.mark.parametrize(
    "interval", [(1, 1), (2, 1), (0, float("inf")), (float("nan"), 1), (1, 2, 3), 5, "ab", ("a", "b")]
)
def test_bad_interval_names_the_remedy(interval: object) -> None:
    with pytest.raises(IntervalError, match="-R"):
        check_interval(interval)


def test_public_names_exist() -> None:
    assert all(hasattr(pwlact.functions, name) for name in pwlact.functions.__all__)


def test_import_stays_light() -> None:
    code = "import sys, pwlact.functions; print([m for m in ('sympy', 'scipy.optimize') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
