"""How a file's numbers are meant, where the file does not say it."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact.datapath import UnitSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read a table.

    Parameters
    ----------
    codes : UnitSpec or None
        Formats whose codes the numbers are; None where they are the numbers themselves.
    bits : int or None
        Of GQA-LUT's JSON, the table for inputs of this many fraction bits.
    fraction : int or None
        Without `bits`, the fraction bits of the input; the largest number in the file, where that is smaller, as in
        GQA-LUT's layer. None takes the largest.
    function : str or None
        Of a file of several functions, the one to take.
    """

    codes: UnitSpec | None = None
    bits: int | None = None
    fraction: int | None = None
    function: str | None = None


PLAIN = ReadOptions()
