"""Seconds that a command takes: warm, and on first use with nothing compiled, beside the imports that it needs.

`--before SRC` measures earlier code beside it, in the same rounds: SRC is the `src` folder of a checkout.
"""

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
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

PWLACT = ("-m", "pwlact.cli")
IMPORTS = "import numba, scipy.optimize"
COMMANDS = {
    IMPORTS: ("-c", IMPORTS),
    "import pwlact": ("-c", "import pwlact"),
    "functions silu": (*PWLACT, "functions", "silu"),
    "fit": (*PWLACT, "fit", "gelu_tanh", "-P", "-5", "-4", "0", "1"),
    "search --no-figures": (*PWLACT, "search", "silu", "--no-figures"),
    "search": (*PWLACT, "search", "silu"),
    "search --format q4.12 --no-figures": (*PWLACT, "search", "silu", "--format", "q4.12", "--no-figures"),
    "train --help": (*PWLACT, "train", "--help"),
}


@dataclass(slots=True)
class Row:
    """A command of one version of the code, the folder of its compiled kernels, and its seconds."""

    command: str
    source: Path
    cache: str
    cold: float = 0.0
    warm: list[float] = field(default_factory=list)

    def seconds(self, cache: str | None = None) -> float:
        """Return the wall time of a process in an empty folder."""
        environment = os.environ | {"PYTHONPATH": str(self.source), "NUMBA_CACHE_DIR": cache or self.cache}
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            command = [sys.executable, *COMMANDS[self.command]]
            subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
            return time.perf_counter() - started


def rows(sources: list[Path], files: ExitStack) -> Iterator[Row]:
    """Yield every command of every version, with an empty folder each."""
    for source in sources:
        for command in COMMANDS:
            yield Row(command, source.resolve(), files.enter_context(tempfile.TemporaryDirectory()))


def measure(table: list[Row], repeats: int) -> None:
    """Fill the rows: first uses, then warm ones, round after round, so that a slow minute falls on all of them."""
    os.environ["OMP_NUM_THREADS"] = "1"
    for row in table:
        with tempfile.TemporaryDirectory() as other:
            row.seconds(other)  # brings files to memory
        row.cold = row.seconds()
    for _ in range(repeats):
        for row in table:
            row.warm.append(row.seconds())


def main() -> None:
    """Print the table, and the same as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    now = Path(__file__).resolve().parents[1] / "src"
    sources = [now] if options.before is None else [options.before, now]
    with ExitStack() as files:
        table = list(rows(sources, files))
        measure(table, options.repeats)
    show(table)
    if options.json:
        entries = [{"command": row.command, "cold": row.cold, "warm": row.warm} for row in table]
        options.json.write_text(json.dumps(entries, indent=2))


def show(table: list[Row]) -> None:
    """Print one line a command, versions side by side: warm, in units of the imports alone, and first use."""
    base = statistics.median([second for row in table if row.command == IMPORTS for second in row.warm])
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    versions = [[row for row in table if row.command == command] for command in COMMANDS]
    titles = ["warm, s", "to the imports alone", "first use, s"]
    heads = [f"{title}{age}" for age in ([""] if len(versions[0]) == 1 else [", before", ""]) for title in titles]
    print(f"| command | {' | '.join(heads)} |\n|{'---|' * (len(heads) + 1)}")
    for command, found in zip(COMMANDS, versions, strict=True):
        cells = [
            cell
            for row in found
            for warm in [statistics.median(row.warm)]
            for cell in (f"{warm:.2f}", f"{warm / base:.2f}", f"{row.cold:.1f}")
        ]
        print(f"| {command} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
