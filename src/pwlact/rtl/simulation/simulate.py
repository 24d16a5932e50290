"""Runs a unit's test bench in a simulator, and reads what it printed."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from pwlact.errors import ConfigError, RunError
from pwlact.rtl.design import Design
from pwlact.rtl.process import Finished, run
from pwlact.rtl.simulation.bench import bench_verilog
from pwlact.rtl.simulation.bench_spec import LIMIT, MODES, Mode, bench_memories, bench_spec
from pwlact.rtl.simulation.verilator_main import PREFIX, verilator_main

SimulatorName = Literal["icarus", "verilator"]
SIMULATORS: tuple[SimulatorName, ...] = get_args(SimulatorName)
Kind = Literal["wrong", "missing", "unexpected"]

BUILD_SECONDS = 300.0
RUN_SECONDS = 120.0
INPUTS_A_SECOND = 500.0  # at least, before a run is given up

MISMATCH = re.compile(r"mismatch stream=(\w+) kind=(\w+) input=(\S+) expected=(\S+) got=(\S+)")
STREAM = re.compile(r"stream name=(\w+) sent=(\d+) compared=(\d+) wrong=(\d+) missing=(\d+) unexpected=(\d+)")
VERDICT = re.compile(r"(PASS|FAIL) inputs=(\d+) mismatches=(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """An output that is not what the model says.

    Parameters
    ----------
    stream : str
        Where it was found.
    kind : str
        "wrong"; "missing", where valid was low at the clock at which the result was due; "unexpected", where valid was
        high though none was.
    word, expected : int or None
        Patterns of {select, in_data} and of out_data; None of an unexpected one.
    got : int or None
        Pattern of out_data; None of a missing one, and where bits are undefined.
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
        Its kind.
    sent, compared : int
        Inputs that went in, and those whose outputs were due: they differ by what resets dropped.
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
    """What a bench found.

    Parameters
    ----------
    inputs : int
        Inputs of each stream.
    mismatches : int
        Inputs that failed in any stream, and unexpected outputs.
    first : tuple of Mismatch
        In the order in which they were found, up to a limit.
    streams : tuple of Stream
        Counts of each.
    seconds : float
        Time it took to build and to run.
    """

    inputs: int
    mismatches: int
    first: tuple[Mismatch, ...]
    streams: tuple[Stream, ...]
    seconds: float


def simulate(
    design: Design,
    verilog: str,
    simulator: SimulatorName = "icarus",
    modes: tuple[Mode, ...] = MODES,
    limit: int = LIMIT,
) -> Simulation:
    """Run the test bench of a design on Verilog text, which holds a module of the design's name and ports.

    Raises
    ------
    ConfigError
        If there is no such simulator or stream.
    FormatError
        If the input format has more than 20 bits.
    RunError
        If the simulator is not installed, takes no such text, or does not come to the end in time.
    """
    if simulator not in SIMULATORS:
        raise ConfigError(f"a simulator is one of {', '.join(SIMULATORS)}, got {simulator!r}; choose one")
    start = time.perf_counter()
    unit = f"{design.name}.v"
    files = {unit: verilog, **bench_memories(design)}
    seconds = RUN_SECONDS + len(modes) * bench_spec(design).inputs / INPUTS_A_SECOND
    if simulator == "icarus":
        bench = f"{design.name}_bench.v"
        files[bench] = bench_verilog(design, modes, limit)
        build = ["iverilog", "-g2005", "-s", f"{design.name}_bench", "-o", "bench.vvp", unit, bench]
        command = ["vvp", "-n", "bench.vvp"]
    else:
        files["main.cpp"] = verilator_main(bench_spec(design, modes, limit))
        build = ["verilator", "--cc", "--exe", "--build", "-Wno-fatal", "--prefix", PREFIX]
        build += ["--top-module", design.name, "-o", "bench", unit, "main.cpp"]
        command = ["./obj_dir/bench"]
    output = _built_and_run(simulator, files, build, command, seconds)
    return _parsed(output, modes, time.perf_counter() - start)


def _built_and_run(
    simulator: SimulatorName, files: Mapping[str, str], build: list[str], command: list[str], seconds: float
) -> str:
    """Return what the bench prints."""
    package = "iverilog" if simulator == "icarus" else "verilator"
    missing = [tool for tool in (build[0], command[0]) if "/" not in tool and shutil.which(tool) is None]
    if missing:
        raise RunError(f"simulation by {simulator} needs {missing[0]}, got none on PATH; apt-get install {package}")
    try:
        with tempfile.TemporaryDirectory(prefix="pwlact-", ignore_cleanup_errors=True) as name:
            for file, text in files.items():
                (Path(name) / file).write_text(text, encoding="utf-8")
            built = run(build, Path(name), BUILD_SECONDS)
            if built.code != 0:
                raise RunError(f"{package} must accept the Verilog text, got {_complaint(built)!r}; correct the text")
            return run(command, Path(name), seconds).output
    except OSError as fault:
        raise RunError(
            f"simulation needs a temporary folder, got {fault.strerror or fault}; set TMPDIR to one with room"
        ) from fault


def _complaint(built: Finished) -> str:
    """Return the line of a compiler's output that says most."""
    lines = [line.strip() for line in (built.errors + built.output).splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or [f"exit code {built.code}"])[0]


def _parsed(output: str, modes: tuple[Mode, ...], seconds: float) -> Simulation:
    """Read a bench's lines; a run that was cut short lacks some."""
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
    """Return a pattern; None for "-" and where a digit is x or z."""
    return int(text, 16) if re.fullmatch(r"[0-9a-f]+", text) else None
