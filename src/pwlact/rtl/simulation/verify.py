"""Proof by trying: the Verilog on every input code, in every stream, against the datapath model."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact.rtl.design import Design
from pwlact.rtl.simulation.bench_spec import LIMIT, Mode
from pwlact.rtl.simulation.simulate import Kind, Mismatch, SimulatorName, Stream, simulate
from pwlact.rtl.verilog import unit_verilog


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An output of the Verilog that is not the model's.

    Parameters
    ----------
    stream, kind : str
        Where it was found, and how it fails: see `Mismatch`.
    select : int or None
        Which function, 0 where there is one; None of an unexpected output, as are the next two.
    code, expected : int or None
        Input code, and the output code of the model.
    got : int or None
        Output code of the Verilog; None of a missing output, and where bits are undefined.
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
        Input codes that were tried in each stream, times the values of `select`.
    mismatches : int
        Inputs that failed in any stream, and outputs that belong to no input; 0: the Verilog is the model.
    first : tuple of Failure
        In the order in which they were found, up to a limit.
    streams : tuple of Stream
        Counts of each.
    seconds : float
        Time it took.
    simulator : str
        Its name.
    """

    inputs: int
    mismatches: int
    first: tuple[Failure, ...]
    streams: tuple[Stream, ...]
    seconds: float
    simulator: SimulatorName


def verify(design: Design, simulator: SimulatorName = "icarus", limit: int = LIMIT) -> Verification:
    """Simulate the design's Verilog on every input code, and compare with its units.

    Every code of the input format is tried, NaN and infinities too; with several functions, for each value of
    `select`, those beyond the last function too, which choose the first.

    Raises
    ------
    ConfigError
        If there is no such simulator.
    FormatError
        If the input format has more than 20 bits.
    RunError
        If the simulator is not installed, or fails.
    """
    return verify_text(unit_verilog(design), design, simulator, limit)


def verify_text(verilog: str, design: Design, simulator: SimulatorName = "icarus", limit: int = LIMIT) -> Verification:
    """Do the same with Verilog text from elsewhere, which holds a module of the design's name and ports.

    Raises
    ------
    ConfigError, FormatError, RunError
        As `verify`; RunError also if the simulator does not take the text.
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
    """Return a mismatch with codes in the place of patterns."""
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
