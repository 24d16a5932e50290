"""The table of a unit's pieces, printed."""

from __future__ import annotations

from typing import Any

from pwlact.cli.console import print_table
from pwlact.datapath import Unit
from pwlact.datapath.record import threshold_codes
from pwlact.formats import Format


def print_pieces(unit: Unit) -> None:
    """Print a unit's pieces, tails included: where each begins, its slope and its intercept, as codes and values."""
    spec = unit.spec
    begin = ["-", *(f"{code} ({value:.9g})" for code, value in _pairs(spec.input, threshold_codes(unit)))]
    slopes = [f"{code} ({value:.9g})" for code, value in _pairs(spec.slope, unit.slopes)]
    intercepts = [f"{code} ({value:.9g})" for code, value in _pairs(spec.intercept, unit.intercepts)]
    columns = ("piece", "begins at", "slope", "intercept")
    rows = [(f"{k}", *cells) for k, cells in enumerate(zip(begin, slopes, intercepts, strict=True), 1)]
    print_table("pieces: codes, and values in brackets", columns, rows)


def _pairs(format_: Format, codes: Any) -> list[tuple[int, float]]:
    return list(zip(codes.tolist(), format_.decode(codes).tolist(), strict=True))
