"""How numbers are meant: plain numbers, where nothing is said."""

from pwlact.tables.options import PLAIN, ReadOptions


def test_without_options_numbers_are_numbers() -> None:
    assert ReadOptions() == PLAIN
    assert (PLAIN.codes, PLAIN.bits, PLAIN.fraction, PLAIN.function) == (None, None, None, None)
