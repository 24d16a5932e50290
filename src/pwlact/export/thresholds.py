"""Thresholds of a rising function: the input codes at which its rounded output steps up, as FINN counts them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath import input_codes
from pwlact.errors import FormatError
from pwlact.export.source import Source, coded_unit, exact_note
from pwlact.formats import FixedPoint, Format, Rounding, round_whole

MAX_LEVEL_BITS = 16


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Thresholds:
    """All 2**N - 1 thresholds of a function with outputs of N bits: code = bias + number of thresholds <= input code.

    Parameters
    ----------
    input : Format
        Format of the input.
    output : FixedPoint
        Format of the output.
    codes : ndarray of int64, shape (2**N - 1,)
        Thresholds as input codes by ascending value; of a float, raw bits. Those of levels that every input reaches are
        the lowest code. Those of levels that no input reaches are one beyond the highest code of fixed point, and the
        highest NaN of a float.
    never : int
        Number of levels that no input reaches.
    """

    input: Format
    output: FixedPoint
    codes: Codes
    never: int

    @property
    def bias(self) -> int:
        """Output code below all thresholds."""
        return self.output.lowest

    @property
    def threshold_bits(self) -> int:
        """Bits of a threshold: those of the input, and one more of fixed point where a level is never reached."""
        return self.input.bits + (isinstance(self.input, FixedPoint) and self.never > 0)

    @property
    def values(self) -> Array:
        """What MultiThreshold compares with: codes of fixed point, real numbers of a float; infinite where not met."""
        if isinstance(self.input, FixedPoint):
            return self.codes.astype(np.float64)
        real = self.input.decode(self.codes)
        return np.where(np.isnan(real), np.where(self.codes >> (self.input.bits - 1), -np.inf, np.inf), real)


def thresholds_of(source: Source, target: str) -> Thresholds:
    """Return the thresholds of a source's function, or of its unit's output where the options say so.

    A level is reached from half a step below it on: halves are rounded up. Every finite input code is tried, with the
    function in double precision.

    Parameters
    ----------
    source : Source
        The result; its unit has the input's format, and the output's unless the options have one.
    target : str
        Name of the target, for messages.

    Raises
    ------
    FormatError
        If there is no unit, its input has more than 20 bits, the output is no fixed point or has more than 16 bits, or
        the rounded output falls somewhere.
    """
    unit = coded_unit(source, target)
    output = source.lookup.levels or unit.spec.output
    if not isinstance(output, FixedPoint):
        raise FormatError(
            f"target {target} needs an output in fixed point, got {output.name}; give --levels with such as uq0.8, or "
            "search with --format q4.12"
        )
    if output.bits > MAX_LEVEL_BITS:
        raise FormatError(
            f"target {target} has outputs of at most {MAX_LEVEL_BITS} bits, got {output.name}; give --levels with fewer"
        )
    codes = input_codes(unit.spec.input)
    with np.errstate(all="ignore"):
        exact = source.activation(unit.spec.input.decode(codes))
    y = unit.spec.output.decode(unit(codes)) if source.lookup.thresholds_of == "unit" else exact
    reached = _levels(source, target, codes, y, output)
    at = np.searchsorted(reached, np.arange(1, 1 << output.bits))
    return Thresholds(
        input=unit.spec.input,
        output=output,
        codes=_padded(unit.spec.input, codes, at),
        never=int(np.sum(at == codes.size)),
    )


def _levels(source: Source, target: str, codes: Codes, y: Array, output: FixedPoint) -> Codes:
    """Return the number of levels that the outputs y reach, which must not fall."""
    wrong = np.flatnonzero(np.isnan(y))
    if wrong.size:
        raise FormatError(
            f"target {target} needs {source.activation.name} at every input code, got no number at code "
            f"{codes[wrong[0]]}; search with --format q4.12 in another input format"
        )
    with np.errstate(over="ignore"):
        whole = round_whole(np.ldexp(y, output.fraction), Rounding.NEAREST_UP)
    levels = (np.clip(whole, output.lowest, output.highest) - output.lowest).astype(np.int64)
    falls = np.flatnonzero(np.diff(levels) < 0)
    if falls.size:
        at = int(falls[0])
        before, after = (levels[at : at + 2] + output.lowest).tolist()
        raise FormatError(
            f"target {target} needs outputs that never fall, got {after} after {before} at input code {codes[at + 1]} "
            f"of {source.activation.name}; export lut8, or f(-x) of a falling function"
        )
    return levels


def _padded(input_: Format, codes: Codes, at: Codes) -> Codes:
    """Return the codes at positions; at the first position the lowest bits of all, past the last the highest."""
    if isinstance(input_, FixedPoint):
        return np.append(codes, input_.highest + 1)[at]
    sign = 1 << (input_.bits - 1)
    return np.where(at == 0, 2 * sign - 1, np.append(codes, sign - 1)[at])


def thresholds_note(source: Source) -> list[str]:
    """Return the note of a file of thresholds."""
    return list(source.note) if source.lookup.thresholds_of == "unit" else exact_note(source)
