"""`.mem` files: patterns as hexadecimal lines, as `$readmemh` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pwlact._types import Codes
from pwlact.datapath import Unit
from pwlact.datapath.inputs import require_enumerable
from pwlact.errors import FormatError

MAX_WORD_BITS = 24  # of a function's number and an input: 16 million words are tried
DIGITS = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)


def memory_text(patterns: Any, bits: int) -> str:
    """Return a line of hexadecimal digits for each pattern, an array of integers of `bits` bits."""
    patterns = np.asarray(patterns, dtype=np.int64).ravel()
    digits = -(-bits // 4)
    text = np.full((patterns.size, digits + 1), ord("\n"), dtype=np.uint8)
    for k in range(digits):
        text[:, k] = DIGITS[(patterns >> 4 * (digits - 1 - k)) & 15]
    return text.tobytes().decode("ascii")


def golden_words(units: Sequence[Unit]) -> tuple[Codes, Codes]:
    """Return the patterns of every input of a design, and those of the outputs.

    Parameters
    ----------
    units : sequence of Unit
        One unit, or several of the same input and output formats that `select` chooses among. Codes of `select` beyond
        the last choose the first.

    Returns
    -------
    words : ndarray of int64, shape (2**select bits * input codes,)
        Patterns of {select, in_data}.
    outputs : ndarray of int64, of the same shape
        Patterns of out_data.

    Raises
    ------
    FormatError
        If the input format has more than 20 bits, or 24 with those of `select`.
    """
    input_ = units[0].spec.input
    require_enumerable(input_)
    bits = input_.bits + (len(units) - 1).bit_length()
    if bits > MAX_WORD_BITS:
        raise FormatError(
            f"a function's number and an input, of which every pair is tried, have at most {MAX_WORD_BITS} bits, got "
            f"{bits} for {len(units)} functions of {input_.name}; use fewer functions at a time or fewer fraction bits"
        )
    codes = input_.codes()
    patterns = input_.pattern(codes)
    made = [unit.spec.output.pattern(unit(codes)) for unit in units]
    chosen = range(1 << (len(units) - 1).bit_length())
    words = [patterns | (select << input_.bits) for select in chosen]
    outputs = [made[select if select < len(units) else 0] for select in chosen]
    return np.concatenate(words), np.concatenate(outputs)
