"""Compiled rounding, against the one of formats."""

from __future__ import annotations

import pytest

from pwlact.area.rounding import by_sign, folded_bias, rounded
from pwlact.area.spec import MODES
from pwlact.formats import Rounding, round_shift


@pytest.mark.parametrize("mode", Rounding)
def test_rounded_is_round_shift(mode: Rounding) -> None:
    for shift in range(-2, 5):
        for value in range(-40, 41):
            assert rounded(value, shift, MODES.index(mode)) == round_shift(value, shift, mode)


@pytest.mark.parametrize("mode", Rounding)
def test_by_sign_gives_the_same_for_numbers_that_are_not_negative(mode: Rounding) -> None:
    simple = by_sign(MODES.index(mode), 0)
    assert MODES[simple] not in (Rounding.NEAREST_AWAY, Rounding.TOWARD_ZERO)
    assert by_sign(MODES.index(mode), -1) == MODES.index(mode)
    for shift in range(1, 5):
        assert all(rounded(value, shift, simple) == round_shift(value, shift, mode) for value in range(64))


@pytest.mark.parametrize("mode", [Rounding.NEAREST_UP, Rounding.UP, Rounding.DOWN])
def test_dropping_bits_after_the_folded_bias_rounds(mode: Rounding) -> None:
    for shift in range(5):
        bias = folded_bias(MODES.index(mode), shift)
        assert all((value + bias) >> shift == round_shift(value, shift, mode) for value in range(-40, 41))
