"""Units of a family as one record."""

from __future__ import annotations

import numpy as np
import pytest
from random_families import random_units, small_family
from random_units import float_spec

from pwlact.datapath.unit import on_reals


@pytest.mark.parametrize("seed", range(8))
def test_all_units_at_once_give_what_each_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    spec = float_spec(rng, "fp8_e4m3") if seed % 4 == 3 else None
    units = random_units(rng, 5, spec)
    codes = units.spec.input.codes()
    index = np.broadcast_to(np.arange(5)[:, None], (5, codes.size))
    together = units.outputs(np.broadcast_to(codes, index.shape), index)
    assert np.array_equal(together, [unit(codes) for unit in units])


def test_real_inputs_take_the_nearest_codes_of_the_function_with_their_index() -> None:
    units = small_family().units
    assert units is not None
    x = np.linspace(-5.0, 5.0, 101)
    assert np.array_equal(units(x), [on_reals(unit)(x) for unit in units])
    index = np.arange(101) % 3
    assert np.array_equal(units(x, index), units(x)[index, np.arange(101)])
    assert units(1.0).shape == (3,)
