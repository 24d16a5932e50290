"""The pool: functions by number, replaced one by one."""

from __future__ import annotations

import numpy as np
from search.general.policies import random_layers

from pwlact.rl.general.pool import Pool, entry


def test_every_second_function_has_best_values() -> None:
    assert [entry(0, number).evaluator.problem.fit for number in range(4)] == ["lstsq", "best"] * 2
    assert entry(0, 0).tables.squares.tolist() == [True]
    assert entry(0, 1).tables.squares.tolist() == [False]


def test_a_renewed_pool_equals_one_that_starts_later() -> None:
    pool, later = Pool(0, 8, 1), Pool(0, 8, 1)
    pool.fill(0, None, random_layers())
    pool.renew(3, random_layers())
    later.fill(3, pool.lessons, random_layers())
    assert pool.start == later.start == 3
    assert sorted(pool.lessons) == list(range(3, 11))
    assert all(np.array_equal(a, b) for a, b in zip(pool.tables, later.tables, strict=True))


def test_lessons_are_drawn_with_the_slots_of_their_functions() -> None:
    pool = Pool(0, 8, 1)
    pool.fill(0, None, random_layers())
    rows, lessons = pool.drawn(np.random.default_rng(0), 100, best_only=True)
    assert len(lessons) == rows.size <= 4
    assert all(row % 2 == 1 for row in rows)
