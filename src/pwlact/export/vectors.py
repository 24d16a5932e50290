"""Golden vectors: a few inputs of every segment, with the exact output and the unit's, as in the ISOCC 2023 paper."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Codes
from pwlact.datapath import Unit, row_codes
from pwlact.errors import ConfigError
from pwlact.formats import Format, Overflow, Rounding
from pwlact.functions import Activation, Interval

NUMBERS = ("x", "golden", "pwl")
COLUMNS = ("segment", *(f"{name} {base}" for name in NUMBERS for base in ("dec", "bin", "hex")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A number in a format.

    Parameters
    ----------
    value : float
        The number.
    pattern : int
        Its bits, as a number without sign.
    bits : int
        Number of bits.
    """

    value: float
    pattern: int
    bits: int

    @property
    def decimal(self) -> str:
        """The value in the fewest digits that identify the double."""
        return repr(self.value)

    @property
    def binary(self) -> str:
        """All bits, the sign's first."""
        return f"{self.pattern:0{self.bits}b}"

    @property
    def hexadecimal(self) -> str:
        """The bits in fours, as in a `.mem` table."""
        return f"{self.pattern:0{-(-self.bits // 4)}x}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """An input with the exact output and the unit's.

    Parameters
    ----------
    segment : int
        Number of the segment, from 1, from left to right in the range; 0 and below to its left, and the numbers behind
        the last to its right, are the tails.
    x : Word
        The input.
    golden : Word
        f(x), rounded to the nearest number of the output format, ties to even.
    pwl : Word
        The unit's output.
    """

    segment: int
    x: Word
    golden: Word
    pwl: Word


def segment_vectors(
    unit: Unit, activation: Activation, interval: Interval, per_piece: int = 2, tails: bool = True
) -> tuple[Vector, ...]:
    """Return vectors of every segment, evenly spaced along its input codes.

    Parameters
    ----------
    unit : Unit
        The unit; both sides of a mirrored table have segments.
    activation : Activation
        The exact function.
    interval : (float, float)
        The range.
    per_piece : int
        Vectors of each segment; two are at a third and two thirds. A segment with fewer codes has one for each code.
    tails : bool
        Whether the finite input codes outside the range, where f has a value, are segments too.

    Raises
    ------
    ConfigError
        If `per_piece` is less than one.
    FormatError
        If the input format has no code in the range, or more than 20 bits.
    """
    if per_piece < 1:
        raise ConfigError(f"vectors a segment are one or more, got {per_piece}; try 2")
    codes, inside = row_codes(unit, interval)
    kept = inside | (tails & _defined(activation, unit.spec.input.decode(codes)))
    codes, inside = codes[kept], inside[kept]
    starts = _starts(unit, codes, inside)
    first = int(np.searchsorted(starts, inside.argmax()))  # of the range
    at: list[int] = []
    segments: list[int] = []
    for segment, (start, stop) in enumerate(pairwise([*starts.tolist(), codes.size]), 1 - first):
        chosen = _spread(start, stop, per_piece)
        at += chosen
        segments += [segment] * len(chosen)
    return _vectors(unit, activation, np.array(segments), codes[at])


@np.errstate(all="ignore")
def _defined(activation: Activation, x: Array) -> NDArray[np.bool_]:
    """Return where a function has a finite value, of the shape of x."""
    low, high = activation.domain
    return np.asarray((x >= low) & (x <= high) & np.isfinite(activation(x)))


def _starts(unit: Unit, codes: Codes, inside: NDArray[np.bool_]) -> Codes:
    """Return the positions in ascending input codes at which segments begin."""
    piece = unit.piece(codes)
    changes = (np.diff(piece) != 0) | np.diff(inside)
    if unit.spec.mirrored:
        changes |= np.diff(np.signbit(unit.spec.input.decode(codes)))
    return np.concatenate(([0], np.flatnonzero(changes) + 1))


def _spread(start: int, stop: int, count: int) -> list[int]:
    """Return `count` positions in start .. stop - 1, evenly and off the ends, or all where there are fewer."""
    if stop - start <= count:
        return list(range(start, stop))
    return [start + (stop - start) * i // (count + 1) for i in range(1, count + 1)]


@np.errstate(over="ignore", invalid="ignore")
def _vectors(unit: Unit, activation: Activation, segments: Codes, codes: Codes) -> tuple[Vector, ...]:
    input_, output = unit.spec.input, unit.spec.output
    exact = activation(input_.decode(codes))
    golden = output.encode(exact, Rounding.NEAREST_EVEN, Overflow.SATURATE)
    columns = zip(words_of(input_, codes), words_of(output, golden), words_of(output, unit(codes)), strict=True)
    return tuple(
        Vector(segment=segment, x=x, golden=right, pwl=pwl)
        for segment, (x, right, pwl) in zip(segments.tolist(), columns, strict=True)
    )


def words_of(format_: Format, codes: Codes) -> list[Word]:
    """Return codes (n,) of a format as numbers with their bits."""
    pairs = zip(format_.decode(codes).tolist(), format_.pattern(codes).tolist(), strict=True)
    return [Word(value=value, pattern=pattern, bits=format_.bits) for value, pattern in pairs]


def vector_rows(vectors: Sequence[Vector]) -> list[list[str]]:
    """Return a row of texts for each vector, in the columns `COLUMNS`."""
    return [
        [
            str(vector.segment),
            *(text for word in _numbers(vector) for text in (word.decimal, word.binary, word.hexadecimal)),
        ]
        for vector in vectors
    ]


def vectors_csv(vectors: Sequence[Vector]) -> str:
    """Return the rows as CSV with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(name.replace(" ", "_") for name in COLUMNS)
    writer.writerows(vector_rows(vectors))
    return text.getvalue()


def vectors_json(vectors: Sequence[Vector]) -> list[dict[str, Any]]:
    """Return an object for each vector: the segment, and the value (or null) and the bits of each number."""
    return [
        {
            "segment": vector.segment,
            **{
                name: {
                    "value": word.value if math.isfinite(word.value) else None,
                    "binary": word.binary,
                    "hexadecimal": word.hexadecimal,
                }
                for name, word in zip(NUMBERS, _numbers(vector), strict=True)
            },
        }
        for vector in vectors
    ]


def _numbers(vector: Vector) -> tuple[Word, Word, Word]:
    return vector.x, vector.golden, vector.pwl
