"""Exhaustive verification: the Verilog on every input code, in every stream, against the datapath model."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact.rtl.design import Design
from pwlact.rtl.simulation.bench_spec import LIMIT, Mode
from pwlact.rtl.simulation.outcome import Kind, Mismatch, Stream
from pwlact.rtl.simulation.simulate import SimulatorName, simulate
from pwlact.rtl.verilog import unit_verilog


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An output of the Verilog that differs from the model's.

    Parameters
    ----------
    stream, kind : str
        Stream and kind of the failure, as in `Mismatch`.
    select : int or None
        Index of the function; None for an unexpected output.
    code, expected : int or None
        Input code, and output code of the model; None for an unexpected output.
    got : int or None
        Output code of the Verilog; None for a missing output, and where bits are undefined.
    """

    stream: Mode
    kind: Kind
    select: int | None
    code: int | None
    expected: int | None
    got: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Outcome of a verification.

    Parameters
    ----------
    inputs : int
        Number of input codes, times the number of values of `select`, tried in each stream.
    mismatches : int
        Number of inputs that failed in any stream, plus outputs without an input; 0 where Verilog and model are equal.
    first : tuple of Failure
        The first failures found, up to a limit.
    streams : tuple of Stream
        Counts of each stream.
    seconds : float
        Time to build and to run.
    simulator : str
        Name of the simulator.
    """

    inputs: int
    mismatches: int
    first: tuple[Failure, ...]
    streams: tuple[Stream, ...]
    seconds: float
    simulator: SimulatorName


def verify(design: Design, simulator: SimulatorName = "icarus", limit: int = LIMIT) -> Verification:
    """Simulate the design's Verilog on every input code, and compare it with its units.

    Every code of the input format is tried, NaN and infinities included; with several functions, for each value of
    `select`, including those beyond the last function, which choose the first.

    Parameters
    ----------
    design : Design
        The design.
    simulator : str
        "icarus" or "verilator".
    limit : int
        Most failures to return.

    Raises
    ------
    ConfigError
        If the simulator is unknown.
    FormatError
        If the input format has more than 20 bits.
    RunError
        If the simulator is not installed, or fails.
    """
    return verify_text(unit_verilog(design), design, simulator, limit)


def verify_text(verilog: str, design: Design, simulator: SimulatorName = "icarus", limit: int = LIMIT) -> Verification:
    """Verify Verilog text with a module of the design's name and ports, as `verify` does.

    Parameters
    ----------
    verilog : str
        The text.
    design, simulator, limit
        As in `verify`.

    Raises
    ------
    ConfigError, FormatError, RunError
        As in `verify`; RunError also if the simulator refuses the text.
    """
    done = simulate(design, verilog, simulator, limit=limit)
    return Verification(
        inputs=done.inputs,
        mismatches=done.mismatches,
        first=tuple(_failure(design, mismatch) for mismatch in done.first),
        streams=done.streams,
        seconds=done.seconds,
        simulator=simulator,
    )


def _failure(design: Design, mismatch: Mismatch) -> Failure:
    """Return a mismatch with codes instead of patterns."""
    spec = design.spec
    word = mismatch.word
    pattern = None if word is None else word & ((1 << spec.input.bits) - 1)
    return Failure(
        stream=mismatch.stream,
        kind=mismatch.kind,
        select=None if word is None else word >> spec.input.bits,
        code=None if pattern is None else int(spec.input.from_pattern(pattern)),
        expected=None if mismatch.expected is None else int(spec.output.from_pattern(mismatch.expected)),
        got=None if mismatch.got is None else int(spec.output.from_pattern(mismatch.got)),
    )
