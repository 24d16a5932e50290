"""Building blocks keep their relative accuracy in the far tails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath as mp
import numpy as np
import pytest

from pwlact.functions import stable


@pytest.mark.parametrize(
    ("function", "oracle"),
    [
        (stable.sigmoid, lambda x: 1 / (1 + mp.exp(-x))),
        (stable.sigmoid_slope, lambda x: mp.exp(-x) / (1 + mp.exp(-x)) ** 2),
        (stable.softplus, lambda x: mp.log(1 + mp.exp(x))),
        (stable.tanh_slope, lambda x: mp.sech(x) ** 2),
        (stable.normal_density, lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)),
    ],
)
def test_agrees_with_mpmath(function: Callable[[Any], Any], oracle: Callable[[Any], Any]) -> None:
    x = np.array([-35.0, -30.1, -8.0, -1.0, -1e-9, 0.0, 1e-9, 0.3, 1.0, 8.0, 30.1, 35.0])
    with mp.workdps(400):
        wanted = [float(oracle(mp.mpf(t))) for t in x.tolist()]
    np.testing.assert_allclose(function(x), wanted, rtol=1e-12)


def test_underflow_is_silent() -> None:
    with np.errstate(all="raise"):
        assert stable.quiet(lambda: np.exp(np.array(-1e4)))() == 0.0
