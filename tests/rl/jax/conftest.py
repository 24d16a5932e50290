"""JAX as the engine uses it, for tests of its parts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pwlact.rl.jax.runtime import session


@pytest.fixture(autouse=True)
def _jax() -> Iterator[None]:
    """Run each test as a training runs."""
    with session():
        yield
