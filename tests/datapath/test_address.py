"""Addresses of inputs, and where pieces may begin."""

from __future__ import annotations

import numpy as np
import pytest
from random_units import begins_octave, spec_of

from pwlact.datapath import Unit
from pwlact.datapath.address import addresses, may_begin
from pwlact.errors import FormatError

KEYS = np.arange(-128, 128)


@pytest.mark.parametrize("mantissa_bits", [0, 1, 2, 3, 7])
@pytest.mark.parametrize("base", [-128, -3, 0, 16])
def test_octaves_have_two_to_the_mantissa_bits_addresses_each(mantissa_bits: int, base: int) -> None:
    spec = spec_of("q4.4", mantissa_bits=mantissa_bits, base=base)
    found = addresses(spec, KEYS)
    assert set(np.diff(found)) <= {0, 1}
    assert found[base == KEYS] == 0
    begins = [begins_octave(spec, key) for key in KEYS.tolist()]
    np.testing.assert_array_equal(may_begin(spec, KEYS), begins)
    for octave in range(mantissa_bits, 7):
        there = found[(KEYS - base >= 1 << octave) & (KEYS - base < 2 << octave)]
        if there.size == 1 << octave:
            assert np.unique(there).size == 1 << mantissa_bits


def test_leading_bits_are_the_upper_bits_of_order_keys() -> None:
    spec = spec_of("q4.4", address_bits=3)
    np.testing.assert_array_equal(addresses(spec, KEYS), KEYS // 32)
    assert KEYS[may_begin(spec, KEYS)].tolist() == list(range(-128, 128, 32))
    assert may_begin(spec_of("q4.4"), KEYS).all()


@pytest.mark.parametrize("name", ["fp16", "bf16", "fp8_e4m3"])
def test_leading_bits_of_floats_are_sign_exponent_and_mantissa(name: str) -> None:
    """Pieces of |x| begin at j 2**k with as many bits in j as the address has of the mantissa, the hidden one too."""
    format_ = spec_of(name).input
    spec = spec_of(name, address_bits=1 + format_.exponent + 1)  # type: ignore[union-attr]
    keys = np.arange(1 << (format_.bits - 1))
    values = format_.decode(format_.from_order(keys[may_begin(spec, keys)]))
    values = values[np.isfinite(values) & (values > 0.0)]
    mantissas = np.frexp(values)[0]
    assert set(mantissas.tolist()) == {0.5, 0.75}


def test_thresholds_off_the_addresses_are_refused_with_a_remedy() -> None:
    with pytest.raises(FormatError, match=r"multiples of 32 codes with 3 address bits, got .*; give more address bits"):
        Unit(spec=spec_of("q4.4", address_bits=3), thresholds=[40], slopes=[0, 0], intercepts=[0, 0])
    with pytest.raises(FormatError, match=r"codes 16 \+- j \* 2\*\*k with j up to 4 with 1 mantissa bits, got \[21\]"):
        Unit(spec=spec_of("q4.4", mantissa_bits=1, base=16), thresholds=[21], slopes=[0, 0], intercepts=[0, 0])


def test_of_many_thresholds_those_off_the_addresses_are_named() -> None:
    spec, zeros = spec_of("q4.4", address_bits=3), [0] * 41
    with pytest.raises(FormatError, match=r"got \[40\]; give more"):
        Unit(spec=spec, thresholds=[32, 40, 64], slopes=zeros[:4], intercepts=zeros[:4])
    with pytest.raises(FormatError, match=r"got \[41, 42, 43, 44, 45, 46, 47, 48\] and more; give more"):
        Unit(spec=spec, thresholds=list(range(41, 81)), slopes=zeros, intercepts=zeros)
