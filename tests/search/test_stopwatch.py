"""Seconds of a search, compilation left out."""

from __future__ import annotations

import time

import numba

from pwlact.search.stopwatch import stopwatch


def test_a_stopwatch_counts_the_time_slept() -> None:
    with stopwatch() as watch:
        time.sleep(0.05)
        assert 0.05 <= watch.seconds < 5.0


def test_compilation_does_not_count() -> None:
    @numba.njit(cache=False)
    def triangle(n: int) -> int:
        total = 0
        for i in range(n):
            total += i * i % 7
        return total

    started = time.perf_counter()
    with stopwatch() as watch:
        triangle(3)
        seconds = watch.seconds
    assert seconds < 0.5 * (time.perf_counter() - started)
