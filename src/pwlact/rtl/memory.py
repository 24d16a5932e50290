"""`.mem` tables: patterns as hexadecimal lines, as `$readmemh` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact.datapath import Unit
from pwlact.datapath.report import MOST_INPUT_BITS
from pwlact.errors import FormatError

Codes = NDArray[np.int64]


def memory_text(patterns: Any, bits: int) -> str:
    """Return a line of hexadecimal digits for each pattern of so many bits."""
    digits = -(-bits // 4)
    return "".join(f"{pattern:0{digits}x}\n" for pattern in np.asarray(patterns, dtype=np.int64).tolist())


def golden_memory(unit: Unit) -> tuple[str, str]:
    """Return every input code, in the order of `unit.spec.input.codes()`, and what the unit makes of it, as text.

    Raises
    ------
    FormatError
        If the input format has more than 20 bits.
    """
    words, outputs = golden_words((unit,))
    return memory_text(words, unit.spec.input.bits), memory_text(outputs, unit.spec.output.bits)


def golden_words(units: Sequence[Unit]) -> tuple[Codes, Codes]:
    """Return patterns of every input of one unit, or of several that share their ports, and of the outputs.

    Parameters
    ----------
    units : sequence of Unit
        One; or several of the same input and output formats, of which `select` chooses one. Codes of `select` beyond
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
    if input_.bits > MOST_INPUT_BITS:
        raise FormatError(
            f"every input code is tried, so that an input format has at most {MOST_INPUT_BITS} bits, got {input_.name} "
            f"with {input_.bits}; use fewer fraction bits"
        )
    codes = input_.codes()
    patterns = input_.pattern(codes)
    made = [unit.spec.output.pattern(unit(codes)) for unit in units]
    chosen = range(1 << (len(units) - 1).bit_length())
    words = [patterns | (select << input_.bits) for select in chosen]
    outputs = [made[select if select < len(units) else 0] for select in chosen]
    return np.concatenate(words), np.concatenate(outputs)


def coefficient_memory(unit: Unit) -> tuple[str, str]:
    """Return the slopes' and the intercepts' patterns, a line a piece, tails included."""
    slope, intercept = unit.spec.slope, unit.spec.intercept
    return (
        memory_text(slope.pattern(unit.slopes), slope.bits),
        memory_text(intercept.pattern(unit.intercepts), intercept.bits),
    )
