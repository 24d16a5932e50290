"""Results to draw: made by hand, and of earlier runs."""

from __future__ import annotations

import pytest
from made_results import CASES, maker

make = pytest.fixture(scope="session")(maker)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `case` on every case."""
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", CASES)
