"""Random problems of small floats, for the tests of the search on codes."""

from __future__ import annotations

from itertools import cycle

import numpy as np
from search.codes.kinds import grid_of

from pwlact.formats import FloatFormat, Rounding, parse_format
from pwlact.search.codes.grid import CodeGrid

FLOATS = ("e4m1", "e3m2", "e4m2", "e5m1", "e2m3", "e3m2fn")
FUNCTIONS = ("gelu", "sigmoid", "silu", "tanh", "mish", "softplus")


def random_grids(count: int, seed: int) -> list[CodeGrid]:
    """Return grids of 4 to 14 neighbouring input codes anywhere in the format, zero and subnormals among them."""
    rng = np.random.default_rng(seed)
    kinds = zip(cycle(Rounding), cycle(("fused", "separate", "fused", "fused")), strict=False)
    return [_grid(rng, rounding, arithmetic) for _, (rounding, arithmetic) in zip(range(count), kinds, strict=False)]


def _grid(rng: np.random.Generator, rounding: Rounding, arithmetic: str) -> CodeGrid:
    name, function = str(rng.choice(FLOATS)), str(rng.choice(FUNCTIONS))
    format_ = parse_format(name)
    assert isinstance(format_, FloatFormat)
    top = format_.largest_pattern
    reach = int(format_.order(format_.encode(min(3.0, 0.5 * format_.limits[1]))))
    begin = int(rng.integers(-reach, reach - 4))
    stop = min(begin + int(rng.integers(4, 15)), top)
    low, high = format_.decode(format_.from_order(np.array([begin, stop]))).tolist()
    return grid_of(function, (low, high), name, rounding=rounding, arithmetic=arithmetic)
