"""Seconds that a command takes: warm, and on first use with nothing compiled, beside the imports that it needs."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

IMPORTS = [sys.executable, "-c", "import numba, scipy.optimize"]
PWLACT = [str(Path(sys.executable).with_name("pwlact"))]
COMMANDS = {
    "import numba, scipy.optimize": IMPORTS,
    "import pwlact": [sys.executable, "-c", "import pwlact"],
    "functions silu": [*PWLACT, "functions", "silu"],
    "fit": [*PWLACT, "fit", "gelu_tanh", "-P", "-5", "-4", "0", "1"],
    "search --no-figures": [*PWLACT, "search", "silu", "--no-figures"],
    "search": [*PWLACT, "search", "silu"],
    "search --format q4.12 --no-figures": [*PWLACT, "search", "silu", "--format", "q4.12", "--no-figures"],
    "compare --no-agent": [*PWLACT, "compare", "silu", "--no-agent"],
    "train --help": [*PWLACT, "train", "--help"],
}


def seconds(command: list[str], cache: str | None = None) -> float:
    """Return the wall time of a process; with `cache`, its compiled kernels go to that folder."""
    environment = os.environ | ({"NUMBA_CACHE_DIR": cache} if cache else {}) | {"OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        return time.perf_counter() - started


def measure(repeats: int, cold: bool) -> dict[str, dict[str, float]]:
    """Return the median of the warm starts of each command, and its first use with an empty cache."""
    table: dict[str, dict[str, float]] = {name: {} for name in COMMANDS}
    for command in COMMANDS.values():
        seconds(command)  # compiles, and brings files to memory
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(repeats):  # round after round, so that a slow minute falls on all of them
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    for name in COMMANDS:
        table[name]["warm"] = statistics.median(times[name])
        if cold:
            with tempfile.TemporaryDirectory() as cache:
                table[name]["cold"] = seconds(COMMANDS[name], cache)
    return table


def main() -> None:
    """Print the table, and the same as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--no-cold", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    table = measure(options.repeats, not options.no_cold)
    if options.json:
        options.json.write_text(json.dumps(table, indent=2))
    base = table["import numba, scipy.optimize"]["warm"]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| command | warm, s | to the imports alone | first use, s |\n|---|---|---|---|")
    for name, row in table.items():
        cold = f"{row['cold']:.1f}" if "cold" in row else ""
        print(f"| {name} | {row['warm']:.2f} | {row['warm'] / base:.2f} | {cold} |")


if __name__ == "__main__":
    main()
