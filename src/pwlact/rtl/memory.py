"""`.mem` tables: patterns as hexadecimal lines, as `$readmemh` reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pwlact._types import Codes
from pwlact.datapath import Unit
from pwlact.datapath.record import threshold_codes
from pwlact.datapath.report import MAX_INPUT_BITS
from pwlact.errors import FormatError


def memory_text(patterns: Any, bits: int) -> str:
    """Return a line of hexadecimal digits for each pattern of so many bits."""
    digits = -(-bits // 4)
    return "".join(f"{pattern:0{digits}x}\n" for pattern in np.asarray(patterns, dtype=np.int64).tolist())


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
    if input_.bits > MAX_INPUT_BITS:
        raise FormatError(
            f"every input code is tried, so that an input format has at most {MAX_INPUT_BITS} bits, got {input_.name} "
            f"with {input_.bits}; use fewer fraction bits"
        )
    codes = input_.codes()
    patterns = input_.pattern(codes)
    made = [unit.spec.output.pattern(unit(codes)) for unit in units]
    chosen = range(1 << (len(units) - 1).bit_length())
    words = [patterns | (select << input_.bits) for select in chosen]
    outputs = [made[select if select < len(units) else 0] for select in chosen]
    return np.concatenate(words), np.concatenate(outputs)


def coefficient_memory(unit: Unit) -> Mapping[str, str]:
    """Return tables of where pieces begin, of slopes and of intercepts, by name; a line a piece, tails included.

    They hold the model's codes. The unit's own case statement may hold others: intercepts with what rounding adds,
    slopes without zeros that all end in.
    """
    spec = unit.spec
    said = "// {}, {}: the model's codes; the unit's own table may hold rounding and common zeros apart\n"
    codes = {"begins": threshold_codes(unit), "slopes": unit.slopes, "intercepts": unit.intercepts}
    formats = {"begins": spec.input, "slopes": spec.slope, "intercepts": spec.intercept}
    return {
        name: said.format(name, formats[name].name)
        + memory_text(formats[name].pattern(codes[name]), formats[name].bits)
        for name in codes
    }
