"""Outcome of a test bench: its records, and how they are read from its output."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from pwlact.errors import RunError
from pwlact.rtl.simulation.bench_spec import Mode

Kind = Literal["wrong", "missing", "unexpected"]

MISMATCH = re.compile(r"mismatch stream=(\w+) kind=(\w+) input=(\S+) expected=(\S+) got=(\S+)")
STREAM = re.compile(r"stream name=(\w+) sent=(\d+) compared=(\d+) wrong=(\d+) missing=(\d+) unexpected=(\d+)")
VERDICT = re.compile(r"(PASS|FAIL) inputs=(\d+) mismatches=(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """An output that differs from the model's.

    Parameters
    ----------
    stream : str
        Stream in which it was found.
    kind : str
        "wrong"; "missing", where valid was low at the clock of the result; "unexpected", where valid was high at a
        clock without a result.
    word, expected : int or None
        Patterns of {select, in_data} and of out_data; None for an unexpected output.
    got : int or None
        Pattern of out_data; None for a missing output, and where bits are undefined.
    """

    stream: Mode
    kind: Kind
    word: int | None
    expected: int | None
    got: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Counts of one stream.

    Parameters
    ----------
    name : str
        Name of the stream.
    sent, compared : int
        Inputs sent, and outputs compared; the difference is the number that resets dropped.
    wrong, missing, unexpected : int
        Mismatches of each kind.
    """

    name: Mode
    sent: int
    compared: int
    wrong: int
    missing: int
    unexpected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """Outcome of a bench.

    Parameters
    ----------
    inputs : int
        Inputs of each stream.
    mismatches : int
        Number of inputs that failed in any stream, plus unexpected outputs.
    first : tuple of Mismatch
        The first mismatches found, up to a limit.
    streams : tuple of Stream
        Counts of each stream.
    seconds : float
        Time to build and to run.
    """

    inputs: int
    mismatches: int
    first: tuple[Mismatch, ...]
    streams: tuple[Stream, ...]
    seconds: float


def parse_simulation(output: str, modes: tuple[Mode, ...], seconds: float) -> Simulation:
    """Return the outcome that a bench printed.

    Parameters
    ----------
    output : str
        Standard output of the bench.
    modes : tuple of str
        Streams that it ran.
    seconds : float
        Time it took.

    Raises
    ------
    RunError
        If lines are missing, as after a run that ended early.
    """
    lines = output.splitlines()
    verdict = VERDICT.fullmatch(lines[-1].strip()) if lines else None
    streams = tuple(_stream(found) for line in lines if (found := STREAM.fullmatch(line)))
    if verdict is None or tuple(stream.name for stream in streams) != modes:
        last = lines[-1] if lines else "nothing"
        raise RunError(f"a test bench ends with its counts, got {last!r}; look for $finish or $fatal in the text")
    return Simulation(
        inputs=int(verdict[2]),
        mismatches=int(verdict[3]),
        first=tuple(_mismatch(found) for line in lines if (found := MISMATCH.fullmatch(line))),
        streams=streams,
        seconds=seconds,
    )


def _stream(found: re.Match[str]) -> Stream:
    sent, compared, wrong, missing, unexpected = (int(group) for group in found.groups()[1:])
    return Stream(
        name=cast(Mode, found[1]), sent=sent, compared=compared, wrong=wrong, missing=missing, unexpected=unexpected
    )


def _mismatch(found: re.Match[str]) -> Mismatch:
    word, expected, got = (_pattern(found[i]) for i in (3, 4, 5))
    return Mismatch(stream=cast(Mode, found[1]), kind=cast(Kind, found[2]), word=word, expected=expected, got=got)


def _pattern(text: str) -> int | None:
    """Return a pattern; None for "-" and for undefined digits."""
    return int(text, 16) if re.fullmatch(r"[0-9a-f]+", text) else None
