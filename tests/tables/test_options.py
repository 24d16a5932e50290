"""How numbers are meant: plain numbers, where nothing is said."""

from pwlact.tables.options import PLAIN, ReadOptions


def test_without_options_numbers_are_numbers() -> None:
    assert ReadOptions() == PLAIN
    assert (PLAIN.codes, PLAIN.bits, PLAIN.fraction, PLAIN.function) == (None, None, None, None)


def test_the_only_function_of_a_file_is_taken_whatever_is_asked_for() -> None:
    assert ReadOptions(function="gelu").one_of(["mine"]) == "mine"
    assert ReadOptions(function="mine").one_of(["yours", "mine"]) == "mine"
