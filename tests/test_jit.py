"""Kernels and routines: what Python may call, and what is said and spared while they are compiled."""

from __future__ import annotations

import gc
import logging
import math

import numpy as np
import pytest

from pwlact._jit import kernel, reordered, routine


@routine
def _half(x: float) -> float:
    return 0.5 * x


@reordered
def _total(x: np.ndarray) -> float:
    total = 0.0
    for i in range(x.size):
        total += x[i]
    return total


@kernel
def _half_total(x: np.ndarray) -> float:
    return _half(_total(x))


@kernel
def _quotient(x: float, y: float) -> float:
    return _half(x) / y


def test_kernels_call_routines_that_python_may_call_too():
    x = np.arange(5.0)
    assert _half_total(x) == _half(_total(x)) == 5.0
    assert _half.__name__ == "_half"


def test_nothing_but_sums_of_reordered_routines_may_be_reordered():
    assert not _half_total.targetoptions.get("fastmath", False)


def test_a_division_by_zero_raises_as_in_python():
    with pytest.raises(ZeroDivisionError):
        _quotient(1.0, 0.0)
    assert math.isclose(_quotient(1.0, 4.0), 0.125)


def test_collects_garbage_again_when_compiled_and_says_so_once(caplog):
    caplog.set_level(logging.INFO, logger="pwlact")

    @kernel
    def fresh(x):
        return x + 1

    fresh._cache.flush()
    assert fresh(1) == 2
    assert gc.isenabled()
    assert sum("compiling kernels" in record.message for record in caplog.records) <= 1
    fresh._cache.flush()
