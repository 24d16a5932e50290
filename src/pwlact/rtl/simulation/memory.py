"""`.mem` files: patterns as hexadecimal lines, as `$readmemh` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pwlact._types import Codes
from pwlact.datapath import Unit
from pwlact.datapath.inputs import require_enumerable


def memory_text(patterns: Any, bits: int) -> str:
    """Return a line of hexadecimal digits for each pattern, an array of integers of `bits` bits."""
    digits = -(-bits // 4)
    return "".join(f"{pattern:0{digits}x}\n" for pattern in np.asarray(patterns, dtype=np.int64).tolist())


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
        If the input format has more than 20 bits.
    """
    input_ = units[0].spec.input
    require_enumerable(input_)
    codes = input_.codes()
    patterns = input_.pattern(codes)
    made = [unit.spec.output.pattern(unit(codes)) for unit in units]
    chosen = range(1 << (len(units) - 1).bit_length())
    words = [patterns | (select << input_.bits) for select in chosen]
    outputs = [made[select if select < len(units) else 0] for select in chosen]
    return np.concatenate(words), np.concatenate(outputs)
