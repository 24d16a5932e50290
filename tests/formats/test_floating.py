"""Floats, against NumPy's float16 and float32, ml_dtypes and APyTypes."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import ml_dtypes
import numpy as np
import pytest
from apytypes import APyFloatArray
from formats.references import APY
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.errors import FormatError
from pwlact.formats import FloatFormat, Overflow, Rounding, parse_format

TYPES: dict[str, Any] = {
    "fp16": np.float16,
    "bf16": ml_dtypes.bfloat16,
    "fp8_e4m3": ml_dtypes.float8_e4m3fn,
    "fp8_e5m2": ml_dtypes.float8_e5m2,
    "e4m3": ml_dtypes.float8_e4m3,
    "e3m4": ml_dtypes.float8_e3m4,
}
SMALL = ("e4m3", "e2m1", "e2m3", "e3m2", "fp8_e5m2", "fp8_e4m3", "e2m2fn", "e6m5")

every_rounding = pytest.mark.parametrize("rounding", Rounding, ids=lambda r: r.value)
typed = pytest.mark.parametrize("name", TYPES)
small = pytest.mark.parametrize("format_", [parse_format(name) for name in SMALL], ids=SMALL)


def floats() -> st.SearchStrategy[FloatFormat]:
    """Return formats of every width."""
    return st.builds(FloatFormat, st.integers(2, 8), st.integers(1, 23), st.booleans())


@st.composite
def doubles(draw: st.DrawFn, format_: FloatFormat) -> list[float]:
    """Return finite numbers, many inside the limits, ascending."""
    low, high = format_.limits
    scaled = st.floats(-8.0, 8.0).map(lambda part: math.ldexp(part, 1 - format_.bias - format_.mantissa))
    numbers = st.floats(low, high) | scaled | st.floats(allow_nan=False, allow_infinity=False)
    return sorted(draw(st.lists(numbers, min_size=1, max_size=12)))


def finite_values(format_: FloatFormat) -> Array:
    """Return every finite value, ascending, zero twice."""
    top = format_.largest_pattern
    return format_.decode(format_.from_order(np.arange(-top - 1, top + 1)))


def between(format_: FloatFormat, parts: tuple[float, ...]) -> Array:
    """Return points at these parts of the way between neighbours, and beyond the largest as if the binade went on."""
    values = finite_values(format_)
    last = (values[-1] - values[-2]) * np.array([1.0, 2.0])
    values = np.concatenate((values[0] - last[::-1], values, values[-1] + last))
    gaps = np.diff(values)
    return np.concatenate([values[:-1] + part * gaps for part in parts])


def converted(values: Any, type_: Any) -> Any:
    """Convert without the warnings that infinities and NaN bring."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(values).astype(type_)


def bits_of(values: Any, type_: Any) -> NDArray[np.int64]:
    """Return the bits of numbers in another library's type."""
    cast = converted(values, type_)
    return np.asarray(cast.view(f"u{cast.dtype.itemsize}"), dtype=np.int64)


def assert_same(format_: FloatFormat, codes: NDArray[np.int64], wanted: NDArray[np.int64]) -> None:
    """Assert that codes are the same; any NaN is one."""
    nan, other = np.isnan(format_.decode(codes)), np.isnan(format_.decode(wanted))
    assert np.array_equal(np.where(nan, -1, codes), np.where(other, -1, wanted))


@typed
def test_decodes_every_code_as_the_other_library(name: str) -> None:
    format_ = parse_format(name)
    codes = format_.codes()
    wanted = converted(codes.astype(f"u{format_.bits // 8}").view(TYPES[name]), np.float64)
    values = format_.decode(codes)
    assert np.array_equal(values, wanted, equal_nan=True)
    assert np.array_equal(np.signbit(values)[values == 0.0], np.signbit(wanted)[wanted == 0.0])
    assert format_.limits == (np.min(wanted[np.isfinite(wanted)]), np.max(wanted[np.isfinite(wanted)]))


@typed
def test_encodes_ties_and_their_neighbours_as_the_other_library(name: str) -> None:
    format_ = parse_format(name)
    assert isinstance(format_, FloatFormat)
    ties = converted(between(format_, (0.5,)), np.float32)  # which holds them, and every library rounds once
    for x in (ties, np.nextafter(ties, np.float32(np.inf)), np.nextafter(ties, np.float32(-np.inf))):
        assert_same(format_, format_.encode(x), bits_of(x, TYPES[name]))


@typed
def test_encodes_overflows_zeros_and_nan_as_the_other_library(name: str) -> None:
    format_ = parse_format(name)
    assert isinstance(format_, FloatFormat)
    beyond = format_.limits[1] * np.array([1.0, 1.0001, 1.001, 1.003, 1.01, 1.03, 1.05, 1.1, 1.2])
    x = converted([0.0, 1e-45, 1e-38, *beyond, 3.4e38, np.inf, np.nan], np.float32)
    x = np.concatenate((x, -x))
    assert_same(format_, format_.encode(x), bits_of(x, TYPES[name]))


def test_rounds_doubles_about_the_ties_of_float16_once() -> None:
    format_ = FloatFormat(5, 10)
    ties = between(format_, (0.5,))
    for x in (ties, np.nextafter(ties, np.inf), np.nextafter(ties, -np.inf)):
        assert np.array_equal(format_.encode(x), bits_of(x, np.float16))


@given(st.lists(st.floats(width=32) | st.floats(), min_size=1))
def test_e8m23_is_float32(x: list[float]) -> None:
    format_ = FloatFormat(8, 23)
    codes = format_.encode(x)
    assert_same(format_, codes, bits_of(np.array(x), np.float32))
    wanted = codes.astype(np.uint32).view(np.float32).astype(np.float64)
    assert np.array_equal(format_.decode(codes), wanted, equal_nan=True)


@every_rounding
@pytest.mark.parametrize("name", ["e4m3", "e2m1", "e2m3", "e3m2", "e3m4", "fp8_e5m2", "e6m3"])
def test_rounds_quarters_and_ties_as_apytypes(name: str, rounding: Rounding) -> None:
    format_ = parse_format(name)
    assert isinstance(format_, FloatFormat)
    x = between(format_, (0.0, 0.25, 0.5, 0.75))
    x = np.concatenate((x, np.nextafter(x, np.inf), np.nextafter(x, -np.inf), [1e300, -1e300, 1e-300, -1e-300]))
    x = np.append(x[x != 0.0], [0.0, -0.0, np.inf, -np.inf])
    double = APyFloatArray.from_float(x, exp_bits=11, man_bits=52)
    cast = double.cast(format_.exponent, format_.mantissa, quantization=APY[rounding])
    assert format_.encode(x, rounding).tolist() == np.asarray(cast.to_bits()).tolist()


@every_rounding
@given(data=st.data())
def test_codes_come_back(rounding: Rounding, data: st.DataObject) -> None:
    format_ = data.draw(floats())
    top = format_.largest_pattern
    order = [0, -1, top, -top - 1, *data.draw(st.lists(st.integers(-top - 1, top)))]
    codes = format_.from_order(order)
    for overflow in (Overflow.SATURATE, Overflow.INFINITE):
        assert np.array_equal(format_.encode(format_.decode(codes), rounding, overflow), codes)
    assert format_.order(codes).tolist() == order


@every_rounding
@small
def test_every_code_comes_back(format_: FloatFormat, rounding: Rounding) -> None:
    codes = format_.codes()
    values = format_.decode(codes)
    wanted = np.where(np.isnan(values), format_.nan, codes)
    assert np.array_equal(format_.encode(values, rounding), wanted)
    assert codes.size == 1 << format_.bits
    assert np.array_equal(format_.from_pattern(format_.pattern(codes)), codes)
    assert np.array_equal(format_.from_order(format_.order(codes)), codes)


@every_rounding
@given(data=st.data())
def test_inside_the_limits_the_error_is_below_an_ulp_or_at_most_half(rounding: Rounding, data: st.DataObject) -> None:
    format_ = data.draw(floats())
    x = np.array([value for value in data.draw(doubles(format_)) if abs(value) <= format_.limits[1]])
    values = format_.decode(format_.encode(x, rounding))
    for value, wanted, ulp in zip(values, x, format_.ulp(x), strict=True):
        error = (Fraction(value) - Fraction(wanted)) / Fraction(ulp)
        assert abs(error) <= Fraction(1, 2) if rounding.nearest else abs(error) < 1
        assert rounding is not Rounding.DOWN or error <= 0
        assert rounding is not Rounding.UP or error >= 0
        assert rounding is not Rounding.TOWARD_ZERO or error * (1 if wanted > 0 else -1) <= 0
    assert np.array_equal(np.signbit(values), np.signbit(x))


@every_rounding
@pytest.mark.parametrize("overflow", [Overflow.SATURATE, Overflow.INFINITE])
@given(data=st.data())
def test_encode_is_monotone(rounding: Rounding, overflow: Overflow, data: st.DataObject) -> None:
    format_ = data.draw(floats())
    x = [-np.inf, *data.draw(doubles(format_)), np.inf]
    order = format_.order(format_.encode(x, rounding, overflow))
    order[np.array(x) == 0.0] = 0  # either zero
    assert np.all(np.diff(np.where(order == -1, 0, order)) >= 0)


@every_rounding
@small
def test_ties_are_rounded_by_their_rule(format_: FloatFormat, rounding: Rounding) -> None:
    below = np.arange(-format_.largest_pattern - 1, format_.largest_pattern)
    below = below[below != -1]  # between the zeros lies nothing
    low, high = format_.decode(format_.from_order(below)), format_.decode(format_.from_order(below + 1))
    order = format_.order(format_.encode(0.5 * (low + high), rounding))
    even = np.where(format_.from_order(below) % 2 == 0, below, below + 1)
    away = np.where(low < 0.0, below, below + 1)
    wanted = {
        Rounding.NEAREST_EVEN: even,
        Rounding.NEAREST_AWAY: away,
        Rounding.NEAREST_UP: below + 1,
        Rounding.TOWARD_ZERO: 2 * below + 1 - away,
        Rounding.DOWN: below,
        Rounding.UP: below + 1,
    }
    assert np.array_equal(order, wanted[rounding])


@small
def test_order_ascends_without_gaps(format_: FloatFormat) -> None:
    codes = format_.codes()
    codes = codes[np.isfinite(format_.decode(codes))]
    codes = codes[np.argsort(format_.order(codes))]
    assert np.all(np.diff(format_.order(codes)) == 1)
    values = format_.decode(codes)
    gaps = np.diff(values)
    assert np.count_nonzero(gaps == 0.0) == 1
    assert np.all(gaps >= 0.0)
    assert (int(format_.order(format_.encode(-0.0))), int(format_.order(format_.encode(0.0)))) == (-1, 0)
    assert format_.limits == (values[0], values[-1])


@small
def test_ulp_is_the_distance_of_the_next_value_from_zero(format_: FloatFormat) -> None:
    values = finite_values(format_)
    values = values[values.size // 2 :]
    gaps = np.diff(values)
    for x in (values[:-1], values[:-1] + 0.25 * gaps, np.nextafter(values[1:], 0.0)):
        assert np.array_equal(format_.ulp(x), gaps)
        assert np.array_equal(format_.ulp(-x), gaps)
    assert format_.ulp([1e300, -np.inf, values[-1]]).tolist() == [gaps[-1]] * 3


@small
@pytest.mark.parametrize("x", [1e300, np.inf])
def test_overflow_saturates_or_is_infinite_where_the_rounding_allows(format_: FloatFormat, x: float) -> None:
    high = format_.limits[1]
    beyond = np.inf if format_.infinities else np.nan
    for rounding in Rounding:
        codes = format_.encode([x, -x], rounding, Overflow.SATURATE)
        assert format_.decode(codes).tolist() == [high, -high]
        inward = [np.isfinite(x) and rounding in (Rounding.TOWARD_ZERO, stop) for stop in (Rounding.DOWN, Rounding.UP)]
        wanted = [high if inward[0] else beyond, -high if inward[1] else -beyond]
        values = format_.decode(format_.encode([x, -x], rounding, Overflow.INFINITE))
        assert np.array_equal(values, wanted, equal_nan=True)


@every_rounding
@given(format_=floats(), x=st.floats())
def test_never_warns_and_keeps_to_its_bits(rounding: Rounding, format_: FloatFormat, x: float) -> None:
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for overflow in (Overflow.SATURATE, Overflow.INFINITE):
            code = int(format_.encode(x, rounding, overflow))
            assert 0 <= code < 1 << format_.bits
            assert np.isnan(format_.decode(code)) or not np.isnan(x)


def test_fp16_and_fp8_e4m3_computed_by_hand() -> None:
    half = FloatFormat(5, 10)
    assert (half.name, half.bits, half.bias) == ("fp16", 16, 15)
    assert (half.largest_pattern, half.infinity, half.nan) == (0x7BFF, 0x7C00, 0x7E00)
    assert half.encode([1.0, -2.0, 65504.0, 65520.0, np.nan, -np.nan]).tolist() == [
        *(0x3C00, 0xC000, 0x7BFF, 0x7C00, 0x7E00, 0x7E00)
    ]
    eight = FloatFormat(4, 3, infinities=False)
    assert (eight.name, eight.limits, eight.largest_pattern) == ("fp8_e4m3", (-448.0, 448.0), 0x7E)
    assert eight.nan == eight.infinity == 0x7F
    assert eight.encode([464.0, 465.0, -465.0, 2.0**-9]).tolist() == [0x7E, 0x7F, 0xFF, 1]


@pytest.mark.parametrize("name", ["fp16", "fp8_e4m3", "e8m9", "e2m3"])
def test_many_codes_are_decoded_as_few(name: str) -> None:
    format_ = parse_format(name)
    assert isinstance(format_, FloatFormat)
    codes = np.random.default_rng(0).integers(0, 1 << format_.bits, (60, 50))
    few = np.array([format_.decode(row) for row in codes])
    np.testing.assert_array_equal(format_.decode(codes), few)
    np.testing.assert_array_equal(np.signbit(format_.decode(codes)), np.signbit(few))


def test_scalars_and_shapes_go_through() -> None:
    format_ = FloatFormat(5, 10)
    assert int(format_.encode(1.0)) == 0x3C00
    assert float(format_.decode(0x3C00)) == 1.0
    assert format_.encode(np.zeros((2, 3))).shape == format_.ulp(np.zeros((2, 3))).shape == (2, 3)
    assert format_.encode([]).dtype == format_.order([1]).dtype == np.int64


@pytest.mark.parametrize(
    ("call", "rule", "value", "remedy"),
    [
        (lambda: FloatFormat(1, 3), "2 to 8 exponent", "got e1m3", "try fp16"),
        (lambda: FloatFormat(9, 3), "2 to 8 exponent", "got e9m3", "try fp16"),
        (lambda: FloatFormat(5, 0), "1 to 23 mantissa", "got e5m0", "try fp16"),
        (lambda: FloatFormat(5, 24), "1 to 23 mantissa", "got e5m24", "try fp16"),
        (
            lambda: FloatFormat(5, 10).encode(1.0, overflow=Overflow.WRAP),
            "fp16 does not wrap",
            "got overflow 'wrap'",
            "choose saturate or infinite",
        ),
    ],
)
def test_names_rule_value_and_remedy_in_one_line(
    call: Callable[[], object], rule: str, value: str, remedy: str
) -> None:
    with pytest.raises(FormatError) as caught:
        call()
    message = str(caught.value)
    assert "\n" not in message
    assert rule in message
    assert value in message
    assert remedy in message.split("; ")[-1]
