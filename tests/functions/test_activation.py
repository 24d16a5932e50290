"""The record of a function, the check of a range, and the package's public names."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

import pwlact.functions
from pwlact.errors import IntervalError
from pwlact.functions import Line, Symmetry, check_interval, get


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


def test_line_is_called_like_a_function() -> None:
    assert Line(2.0, 1.0)(3.0) == 7.0


def test_reflection_needs_a_symmetry() -> None:
    with pytest.raises(ValueError, match="no reflection rule"):
        Symmetry.NONE.reflect(1.0, 1.0)


def test_a_missing_tail_is_extended_and_others_are_given_or_estimated() -> None:
    assert get("exp").tail_source("right") == "extended"
    assert get("exp").tail_source("left") == "given"
    assert replace(get("exp"), estimated_tails=("left",)).tail_source("left") == "estimated"


def test_kinks_inside_leave_out_the_ends() -> None:
    hard = get("hard_sigmoid")
    assert hard.kinks_inside(-8.0, 8.0) == hard.kinks == (-3.0, 3.0)
    assert hard.kinks_inside(-3.0, 4.0) == (3.0,)
    assert hard.kinks_inside(-1.0, 1.0) == ()
