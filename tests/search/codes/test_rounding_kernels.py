"""The compiled rounding against the formats' own encoding, for every mode, at ties and beyond the limits."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.datapath.floating_point import _sum_to_odd
from pwlact.formats import FixedPoint, FloatFormat, Overflow, Rounding, parse_format
from pwlact.search.codes.rounding_kernels import MODES, OVERFLOWS, Arithmetic, kernel_format, plus, rounded, unbounded

FIXED = [parse_format(name) for name in ("q3.2", "uq2.3", "q-1.6")]
FLOATS = [parse_format(name) for name in ("fp8_e5m2", "e3m2", "fp16")]


def arithmetic(format_: FixedPoint | FloatFormat, rounding: Rounding, overflow: Overflow) -> Arithmetic:
    """Return the arithmetic of a unit with one format."""
    kernel = kernel_format(format_)
    return Arithmetic(
        separate=False,
        mode=MODES.index(rounding),
        overflow=OVERFLOWS.index(overflow),
        product=kernel,
        output=kernel,
    )


def totals(format_: FixedPoint | FloatFormat) -> np.ndarray:
    """Return values on, beside and midway between the format's, and beyond its limits."""
    values = format_.decode(format_.codes())
    values = np.unique(values[np.isfinite(values)])
    middles = 0.5 * (values[1:] + values[:-1])
    quarter = 0.75 * values[1:] + 0.25 * values[:-1]
    step = values[-1] - values[-2]
    beyond = np.array([values[-1] + step * share for share in (0.25, 0.5, 0.75, 1.0, 2.5)])
    return np.concatenate((values, middles, quarter, beyond, values[0] - (beyond - values[-1])))


@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize("overflow", [Overflow.SATURATE, Overflow.WRAP])
@pytest.mark.parametrize("format_", FIXED, ids=lambda format_: format_.name)
def test_fixed_point_is_rounded_as_it_is_encoded(format_: FixedPoint, overflow: Overflow, rounding: Rounding) -> None:
    how = arithmetic(format_, rounding, overflow)
    for total in totals(format_).tolist():
        wanted = format_.decode(format_.encode(np.array([total]), rounding, overflow))[0]
        assert rounded(total, how) == wanted, total


@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize("overflow", [Overflow.SATURATE, Overflow.INFINITE])
@pytest.mark.parametrize("format_", FLOATS, ids=lambda format_: format_.name)
def test_floats_are_rounded_as_they_are_encoded(format_: FloatFormat, overflow: Overflow, rounding: Rounding) -> None:
    how = arithmetic(format_, rounding, overflow)
    some = totals(format_)
    for total in some[:: max(some.size // 2000, 1)].tolist():
        wanted = format_.decode(format_.encode(np.array([total]), rounding, overflow))[0]
        assert rounded(total, how) == wanted, total


@pytest.mark.parametrize("rounding", Rounding)
def test_without_limits_the_step_alone_counts(rounding: Rounding) -> None:
    format_, wide = FixedPoint(3, 2), FixedPoint(20, 2)
    for total in (100.1, -77.125, 1e4 + 0.375):
        wanted = wide.decode(wide.encode(np.array([total]), rounding))[0]
        assert unbounded(total, kernel_format(format_), MODES.index(rounding)) == wanted


@pytest.mark.parametrize("rounding", Rounding)
def test_sums_of_floats_are_those_of_the_datapath(rounding: Rounding) -> None:
    rng = np.random.default_rng(0)
    how = arithmetic(parse_format("bf16"), rounding, Overflow.INFINITE)
    a, b = (
        rng.choice([-1.0, 1.0], 4000) * np.ldexp(rng.integers(1, 1 << 9, 4000), rng.integers(-60, 60, 4000))
        for _ in "ab"
    )
    sums = _sum_to_odd(a, b, Rounding.NEAREST_EVEN)
    assert np.count_nonzero(sums != a + b) > 500
    assert [plus(*pair, how) for pair in zip(a.tolist(), b.tolist(), strict=True)] == sums.tolist()


def test_sums_in_fixed_point_are_plain() -> None:
    how = arithmetic(parse_format("q3.2"), Rounding.DOWN, Overflow.SATURATE)
    assert plus(0.3125, 0.25, how) == 0.5625
