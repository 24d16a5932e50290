"""What rows must keep: nothing at first, and a part keeps its share."""

from __future__ import annotations

import numpy as np

from pwlact.search.codes.kept import Constant, Kept, nothing_kept


def test_nothing_is_kept_at_first() -> None:
    kept = nothing_kept(3)
    assert not kept.any
    assert np.all(kept.low == -np.inf)
    assert np.all(kept.high == np.inf)


def test_each_limit_counts_as_something_to_keep() -> None:
    free = {"low": np.full(2, -np.inf), "high": np.full(2, np.inf)}
    assert Kept(**{**free, "low": np.array([0.0, -np.inf])}).any
    assert Kept(**{**free, "high": np.array([np.inf, 1.0])}).any
    assert Kept(**free, direction=-1).any
    assert Kept(**free, last=Constant(intercept=1.0, low=0.9, high=1.1)).any


def test_a_part_has_the_limits_of_its_codes() -> None:
    kept = Kept(low=np.arange(4.0), high=np.arange(4.0) + 1.0, direction=1)
    part = kept.part(1, 3)
    assert part.low.tolist() == [1.0, 2.0]
    assert part.high.tolist() == [2.0, 3.0]
    assert part.direction == 1
