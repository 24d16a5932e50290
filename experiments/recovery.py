"""What training recovers: real networks with few segments, before and after a few hundred steps.

python experiments/recovery.py [--networks cnn vit ...] [--steps 300] [--work DIR] [--out experiments/recovery]

Tables of 4, 6 and 8 segments by minimax, and by sensitivity with the range chosen, are trained in each network, alone
and with the weights. It goes on where it was stopped, by what is kept in --work (build/recovery). Written into --out:
recovery.csv, recovery.md, recovery.png.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recovery_report import write_report

from pwlact.cli.commands.models_recover import recovery_progress
from pwlact.cli.console import note
from pwlact.cli.interrupts import INTERRUPTED, sigterm_as_interrupt
from pwlact.models.networks.registry import network
from pwlact.settings.recovery import RecoveryConfig
from pwlact.studies.recovery.compute import RecoveryStudyRun
from pwlact.studies.recovery.record import RecoveryStudy

HERE = Path(__file__).parent
COUNTS: dict[str, dict[str, Any]] = {
    "cnn": {},
    "vit": {},
    "minilm": {"count": 256, "test_count": 256},
    "smollm2": {"count": 2048, "test_count": 1024},
}
"""The networks, and samples of theirs."""
WAYS = [(method, train) for method in ("minimax", "sensitivity-range") for train in ("tables", "all")]


def studies(name: str, work: str, steps: int) -> Iterator[RecoveryStudy]:
    """Yield a network's study for each way to place tables and each of what is trained."""
    model = network(name)
    for method, train in WAYS:
        config = RecoveryConfig(network=name, method=method, train=train, steps=steps, out=work, **COUNTS[name])
        run = RecoveryStudyRun(config, model)
        note(f"{name}, {method}, {train}")
        with recovery_progress(len(config.segments) * steps) as observe:
            yield run.study(list(run.rows(observe)))


def main() -> int:
    """Train, and write the report; return the exit code, 130 where a signal stopped it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--networks", nargs="+", choices=list(COUNTS), default=["cnn", "vit"])
    parser.add_argument("--steps", type=int, default=300, help="of each training")
    parser.add_argument("--work", default="build/recovery", help="folder of what is kept")
    parser.add_argument("--out", default=str(HERE / "recovery"), help="folder of what is written")
    asked = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        with sigterm_as_interrupt():
            found = [study for name in asked.networks for study in studies(name, asked.work, asked.steps)]
    except KeyboardInterrupt:
        print(f"recovery: interrupted: {asked.work} was kept; the same command goes on", file=sys.stderr)
        return INTERRUPTED
    for path in write_report(found, Path(asked.out)):
        note(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
