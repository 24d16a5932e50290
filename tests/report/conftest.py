"""Results of every kind to report on: those that figures are drawn of, and of noisy data."""

from __future__ import annotations

import pytest
from drawn import Maker
from made_results import CASES, maker
from noisy_problems import true_segments

import pwlact
from pwlact.search.result import Result

NOISY = {"noisy": False, "separate lines": True}
"""Whether pieces need not join, by case."""


@pytest.fixture(scope="session")
def make() -> Maker:
    """Give each case's result, made once."""
    of, found = maker(), {}

    def every(case: str) -> Result:
        if case in NOISY and case not in found:
            found[case] = pwlact.approximate(true_segments(), noisy=True, segments=4, discontinuous=NOISY[case])
        return found[case] if case in NOISY else of(case)

    return every


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `case` on every case."""
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", [*CASES, *NOISY])
