"""Specs as the kernels read them."""

from __future__ import annotations

import numpy as np
import pytest
from random_units import fixed_spec, float_spec

from pwlact.area.spec import MODES, SYMMETRIES, kernel_spec
from pwlact.datapath import UnitSpec, order_key
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint


@pytest.mark.parametrize("seed", range(40))
def test_limits_are_those_of_all_order_keys(seed: int) -> None:
    rng = np.random.default_rng(seed)
    spec = fixed_spec(rng) if seed % 2 else float_spec(rng, ("fp8_e4m3", "e3m4fn")[seed % 4 // 2])
    kernel = kernel_spec(spec)
    keys = order_key(spec, spec.input.codes())
    assert (kernel.low, kernel.high) == (keys.min(), keys.max())
    assert keys.max() - keys.min() < 1 << kernel.order_key_bits
    assert (MODES[kernel.mode], SYMMETRIES[kernel.symmetry]) == (spec.rounding, spec.symmetry)


def test_sums_beyond_62_bits_are_refused() -> None:
    q = FixedPoint(2, 30)
    with pytest.raises(FormatError, match="at most 62 bits"):
        kernel_spec(UnitSpec(input=q, slope=q, intercept=q, output=q))
