"""Running a unit's test bench in a simulator."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from pwlact.errors import ConfigError, RunError
from pwlact.rtl.design import Design
from pwlact.rtl.process import Finished, run
from pwlact.rtl.simulation.bench import bench_verilog
from pwlact.rtl.simulation.bench_spec import LIMIT, MODES, Mode, bench_memories, bench_spec
from pwlact.rtl.simulation.outcome import Simulation, parse_simulation
from pwlact.rtl.simulation.verilator_main import PREFIX, verilator_main

SimulatorName = Literal["icarus", "verilator"]
SIMULATORS: tuple[SimulatorName, ...] = get_args(SimulatorName)

BUILD_SECONDS = 300.0
RUN_SECONDS = 120.0
INPUTS_A_SECOND = 500.0  # slowest run that is waited for


def simulate(
    design: Design,
    verilog: str,
    simulator: SimulatorName = "icarus",
    modes: tuple[Mode, ...] = MODES,
    limit: int = LIMIT,
) -> Simulation:
    """Run the test bench of a design on Verilog text.

    Parameters
    ----------
    design : Design
        The unit whose outputs are expected.
    verilog : str
        Text with a module of the design's name and ports.
    simulator : str
        "icarus" or "verilator".
    modes : tuple of str
        Streams to run.
    limit : int
        Most mismatches to return.

    Raises
    ------
    ConfigError
        If the simulator or a stream is unknown.
    FormatError
        If the input format has more than 20 bits.
    RunError
        If the simulator is not installed, refuses the text, or does not end in time.
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
    return parse_simulation(output, modes, time.perf_counter() - start)


def _built_and_run(
    simulator: SimulatorName, files: Mapping[str, str], build: list[str], command: list[str], seconds: float
) -> str:
    """Build the bench, run it, and return its output."""
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
    """Return the first error line of a compiler, or its first line."""
    lines = [line.strip() for line in (built.errors + built.output).splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or [f"exit code {built.code}"])[0]
