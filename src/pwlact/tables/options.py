"""How a file's numbers are meant, where the file does not say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pwlact import functions
from pwlact.datapath import UnitSpec
from pwlact.errors import FileError


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

    def one_of(self, names: Sequence[str]) -> str:
        """Return the function to take of those that a file has, one or more; a name may be an alias.

        Raises
        ------
        FileError
            If there are several, and `function` is none of them.
        """
        if len(names) == 1:
            return names[0]
        asked = _canonical(self.function or "")
        for name in names:
            if _canonical(name) == asked:
                return name
        found = "none" if self.function is None else repr(self.function)
        raise FileError(f"a file of several functions has {', '.join(names)}, got {found}; choose one with --function")


def _canonical(name: str) -> str:
    """Return the catalogue's name of a function; of another, the name as it is."""
    return functions.get(name).name if functions.is_known(name) else name


PLAIN = ReadOptions()
