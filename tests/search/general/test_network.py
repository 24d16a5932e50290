"""The network in numpy is the one that was trained."""

from __future__ import annotations

import numpy as np
import pytest
from search.general.policies import random_layers

from pwlact.search.general.network import forward
from pwlact.search.general.walk_kernels import SIZE


def test_the_network_in_numpy_equals_the_one_in_jax() -> None:
    pytest.importorskip("jax")
    from pwlact.rl.general.update import mean_actions

    seen = np.random.default_rng(1).standard_normal((64, SIZE)).astype(np.float32)
    found = forward(random_layers(), seen)
    assert found.dtype == np.float32
    assert found == pytest.approx(np.asarray(mean_actions(random_layers(), seen)), abs=1e-5)
