"""The training of the general policy needs JAX."""

from __future__ import annotations

import pytest

pytest.importorskip("jax")
pytest.importorskip("optax")
