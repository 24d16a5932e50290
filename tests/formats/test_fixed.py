"""Fixed point, against exact fractions and APyTypes."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from apytypes import APyFixedArray, OverflowMode
from formats.references import APY, EXACT, HALF
from hypothesis import given
from hypothesis import strategies as st

from pwlact._types import Array
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, Overflow, Rounding, fewest_integer_bits, parse_format

SMALL = ("q3.5", "uq0.8", "q4.4", "q0.4", "uq6.2", "q-2.8", "uq-3.9", "q8.-3", "uq7.-2")

every_rounding = pytest.mark.parametrize("rounding", Rounding, ids=lambda r: r.value)
small = pytest.mark.parametrize("format_", [parse_format(name) for name in SMALL], ids=SMALL)


@st.composite
def fixed_points(draw: st.DrawFn, widest: int = 32) -> FixedPoint:
    """Return formats of every width, most with the point among the bits or near them."""
    bits = draw(st.integers(4, widest))
    fraction = draw(st.integers(-4, bits + 4) | st.integers(-256, 256))
    return FixedPoint(bits - fraction, fraction, draw(st.booleans()))


@st.composite
def within(draw: st.DrawFn, format_: FixedPoint, size: int = 10) -> list[float]:
    """Return numbers inside a format's limits, ties and codes among them, ascending."""
    codes = st.integers(format_.lowest, format_.highest)
    halves = st.integers(2 * format_.lowest, 2 * format_.highest).map(lambda code: code * format_.step / 2.0)
    low, high = format_.limits
    numbers = codes.map(lambda code: code * format_.step) | halves | st.floats(low, high)
    return sorted(draw(st.lists(numbers, min_size=1, max_size=size)))


def exact(x: float, format_: FixedPoint, rounding: Rounding) -> int:
    """Return the code that a number would have without limits."""
    return EXACT[rounding](Fraction(x) / Fraction(format_.step))


def quarters(format_: FixedPoint) -> Array:
    """Return every multiple of a quarter step, a full range beyond the limits too."""
    span = 1 << format_.bits
    return np.arange(4.0 * (format_.lowest - span), 4.0 * (format_.highest + span) + 1.0) * (format_.step / 4.0)


def apytypes_of(x: Array, format_: FixedPoint, rounding: Rounding, overflow: OverflowMode) -> list[int]:
    """Return the codes by APyTypes, whose numbers all have a sign: for those without, one bit more."""
    integer = format_.integer + (not format_.signed)
    fine = APyFixedArray.from_float(x, int_bits=integer + 4, frac_bits=format_.fraction + 2)
    assert np.array_equal(fine.to_numpy(), x)
    cast = fine.cast(
        int_bits=integer, frac_bits=format_.fraction, quantization=APY[rounding], overflow=overflow
    ).to_numpy()
    return [int(value / format_.step) for value in cast]


@every_rounding
@small
def test_saturates_as_apytypes(format_: FixedPoint, rounding: Rounding) -> None:
    x = quarters(format_)
    wanted = apytypes_of(x, format_, rounding, OverflowMode.SAT)
    if not format_.signed:
        wanted = [max(code, 0) for code in wanted]
    assert format_.encode(x, rounding).tolist() == wanted


@every_rounding
@small
def test_wraps_as_apytypes(format_: FixedPoint, rounding: Rounding) -> None:
    x = quarters(format_)
    wanted = apytypes_of(x, format_, rounding, OverflowMode.WRAP)
    if not format_.signed:
        wanted = [code % (1 << format_.bits) for code in wanted]
    assert format_.encode(x, rounding, Overflow.WRAP).tolist() == wanted


@every_rounding
@pytest.mark.parametrize("overflow", [Overflow.SATURATE, Overflow.WRAP])
@small
def test_every_code_comes_back(format_: FixedPoint, rounding: Rounding, overflow: Overflow) -> None:
    codes = format_.codes()
    assert codes.size == 1 << format_.bits
    assert np.array_equal(format_.encode(format_.decode(codes), rounding, overflow), codes)


@every_rounding
@given(data=st.data())
def test_codes_of_any_format_come_back(rounding: Rounding, data: st.DataObject) -> None:
    format_ = data.draw(fixed_points())
    some = data.draw(st.lists(st.integers(format_.lowest, format_.highest)))
    codes = np.array([format_.lowest, format_.highest, *some])
    values = format_.decode(codes)
    scale = Fraction(2) ** format_.fraction
    assert [Fraction(value) * scale for value in values] == codes.tolist()
    for overflow in (Overflow.SATURATE, Overflow.WRAP):
        assert np.array_equal(format_.encode(values, rounding, overflow), codes)
    assert np.array_equal(format_.from_pattern(format_.pattern(codes)), codes)
    assert np.array_equal(format_.from_order(format_.order(codes)), codes)


@every_rounding
@given(data=st.data())
def test_inside_the_limits_the_error_is_below_a_step_or_at_most_half(rounding: Rounding, data: st.DataObject) -> None:
    format_ = data.draw(fixed_points())
    x = data.draw(within(format_))
    step = Fraction(format_.step)
    for value, code in zip(x, format_.encode(x, rounding).tolist(), strict=True):
        error = (code * step - Fraction(value)) / step
        assert abs(error) <= HALF if rounding.nearest else abs(error) < 1
        assert rounding is not Rounding.DOWN or error <= 0
        assert rounding is not Rounding.UP or error >= 0
        assert rounding is not Rounding.TOWARD_ZERO or error * (1 if value > 0 else -1) <= 0


@every_rounding
@given(format_=fixed_points(), x=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_any_double_is_rounded_once_then_saturated(rounding: Rounding, format_: FixedPoint, x: list[float]) -> None:
    wanted = [min(max(exact(value, format_, rounding), format_.lowest), format_.highest) for value in x]
    with np.errstate(over="raise", invalid="raise"):
        assert format_.encode(x, rounding).tolist() == wanted


@every_rounding
@given(data=st.data())
def test_wrap_leaves_the_low_bits_of_two_s_complement(rounding: Rounding, data: st.DataObject) -> None:
    format_ = data.draw(fixed_points())
    near = st.floats(-8.0, 8.0).map(lambda part: part * 2.0**format_.integer)
    x = data.draw(st.lists(near | st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=10))
    with np.errstate(over="raise", invalid="raise"):
        codes = format_.encode(x, rounding, Overflow.WRAP)
    assert codes.min() >= format_.lowest
    assert codes.max() <= format_.highest
    mask = (1 << format_.bits) - 1
    assert format_.pattern(codes).tolist() == [exact(value, format_, rounding) & mask for value in x]


@every_rounding
@given(data=st.data())
def test_encode_is_monotone(rounding: Rounding, data: st.DataObject) -> None:
    format_ = data.draw(fixed_points())
    anywhere = st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=10)
    x = sorted(data.draw(within(format_)) + data.draw(anywhere))
    assert np.all(np.diff(format_.encode(x, rounding)) >= 0)


@small
def test_patterns_are_every_number_of_the_formats_bits(format_: FixedPoint) -> None:
    patterns = np.arange(1 << format_.bits)
    codes = format_.from_pattern(patterns)
    assert np.array_equal(np.sort(codes), format_.codes())
    assert np.array_equal(format_.pattern(codes), patterns)


@small
def test_order_ascends_without_gaps(format_: FixedPoint) -> None:
    codes = format_.codes()
    assert np.all(np.diff(format_.order(codes)) == 1)
    values = format_.decode(format_.from_order(format_.order(codes)))
    assert np.all(np.diff(values) == format_.step)
    assert np.array_equal(format_.ulp(values), np.full(values.shape, format_.step))
    assert format_.limits == (values[0], values[-1])


@given(st.data())
def test_fewest_integer_bits_hold_the_range_and_one_fewer_does_not(data: st.DataObject) -> None:
    """To hold is to be within half a step of a code."""
    fraction, signed = data.draw(st.integers(-8, 40)), data.draw(st.booleans())
    reach = 2**29 - 1
    codes = st.integers(-reach if signed else 0, reach)
    powers = st.integers(0, 28).map(lambda k: 1 << k)
    near = st.sampled_from([0.0, 0.5, 0.5 + 1e-6, -0.5, -0.5 - 1e-6, 1.0, -1.0])
    ends = [
        (sign * data.draw(powers) + data.draw(near) if data.draw(st.booleans()) else float(data.draw(codes)))
        for sign in ((-1, 1) if signed else (1, 1))
    ]
    low, high = (math.ldexp(end, -fraction) for end in sorted(ends))

    def holds(format_: FixedPoint) -> bool:
        decoded = format_.decode(format_.encode([low, high]))
        return all(
            2 * abs(Fraction(value) - Fraction(x)) <= Fraction(format_.step)
            for value, x in zip(decoded, (low, high), strict=True)
        )

    integer = fewest_integer_bits(low, high, fraction, signed)
    assert holds(FixedPoint(integer, fraction, signed))
    assert integer + fraction == 4 or not holds(FixedPoint(integer - 1, fraction, signed))


@pytest.mark.parametrize(
    ("low", "high", "fraction", "signed", "integer"),
    [
        (-1.0, 1.0, 12, True, 2),
        (-1.0, 1.0 - 2.0**-12, 12, True, 1),
        (0.0, 1.0, 12, False, 1),
        (0.0, 0.999, 8, False, 1),  # 0.999 is rounded to 1
        (0.0, 0.998, 8, False, 0),
        (-0.01, 0.01, 12, True, -5),
        (0.0, 0.0, 6, True, -2),  # four bits at least
        (0.0, 1000.0, -2, False, 10),
        (-0.001, 3.0, 4, False, 2),  # -0.001 is rounded to 0
    ],
)
def test_fewest_integer_bits_by_hand(low: float, high: float, fraction: int, signed: bool, integer: int) -> None:
    assert fewest_integer_bits(low, high, fraction, signed) == integer


def test_q4_12_and_uq0_16_computed_by_hand() -> None:
    format_ = FixedPoint(4, 12)
    assert (format_.name, format_.bits, format_.step) == ("q4.12", 16, 2.0**-12)
    assert (format_.lowest, format_.highest) == (-32768, 32767)
    assert format_.limits == (-8.0, 8.0 - 2.0**-12)
    assert format_.encode([1.0, -8.0, 9.0, -9.0]).tolist() == [4096, -32768, 32767, -32768]
    assert format_.encode([8.0, -9.0], overflow=Overflow.WRAP).tolist() == [-32768, 28672]
    assert format_.pattern([-1, 5]).tolist() == [65535, 5]
    unsigned = FixedPoint(0, 16, signed=False)
    assert (unsigned.name, unsigned.limits) == ("uq0.16", (0.0, 1.0 - 2.0**-16))
    assert unsigned.encode([-0.25, 1.0], overflow=Overflow.WRAP).tolist() == [49152, 0]


def test_the_smallest_double_is_not_zero_to_the_coarsest_format() -> None:
    for format_ in (FixedPoint(14, -10), FixedPoint(288, -256)):
        assert format_.encode([5e-324, -5e-324, 0.0, -0.0], Rounding.UP).tolist() == [1, 0, 0, 0]
        assert format_.encode([5e-324, -5e-324, 0.0, -0.0], Rounding.DOWN).tolist() == [0, -1, 0, 0]


def test_scalars_and_shapes_go_through() -> None:
    format_ = FixedPoint(4, 12)
    assert int(format_.encode(0.5)) == 2048
    assert float(format_.decode(2048)) == 0.5
    assert int(format_.from_pattern(65535)) == -1
    assert format_.encode(np.zeros((2, 3))).shape == format_.ulp(np.zeros((2, 3))).shape == (2, 3)
    assert format_.encode([]).dtype == format_.pattern([1]).dtype == np.int64


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(FormatError) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize(
    ("call", "rule", "value", "remedy"),
    [
        (lambda: FixedPoint(1, 2), "4 to 32 bits", "got 'q1.2' with 3", "try q4.12"),
        (lambda: FixedPoint(17, 16), "4 to 32 bits", "got 'q17.16' with 33", "try q4.12"),
        (lambda: FixedPoint(0, 33, signed=False), "4 to 32 bits", "got 'uq0.33' with 33", "try q4.12"),
        (lambda: FixedPoint(-250, 257), "-256 to 256", "got 257 in 'q-250.257'", "try q4.12"),
        (lambda: FixedPoint(2000, -1990), "-256 to 256", "got -1990 in 'q2000.-1990'", "try q4.12"),
        (lambda: FixedPoint(4, 4).encode([0.0, math.nan]), "finite numbers only", "got nan", "leave it out"),
        (lambda: FixedPoint(4, 4).encode(-math.inf), "finite numbers only", "got -inf", "leave it out"),
        (
            lambda: FixedPoint(4, 4).encode(math.inf, overflow=Overflow.WRAP),
            "finite numbers only",
            "got inf",
            "leave it out",
        ),
        (
            lambda: FixedPoint(4, 4).encode(0.0, overflow=Overflow.INFINITE),
            "q4.4 has no infinity",
            "got overflow 'infinite'",
            "choose saturate or wrap",
        ),
        (
            lambda: fewest_integer_bits(-1.0, 1.0, 4, signed=False),
            "without sign are zero and above",
            "got -1",
            "choose a signed format",
        ),
    ],
)
def test_names_rule_value_and_remedy_in_one_line(
    call: Callable[[], object], rule: str, value: str, remedy: str
) -> None:
    message = refusal(call)
    assert "\n" not in message
    assert rule in message
    assert value in message
    assert remedy in message.split("; ")[-1]
