"""`pwlact models recover`: a network trained with tables in the place of its activations."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pwlact.cli.console import print_json, say_each
from pwlact.cli.counter import counter
from pwlact.cli.parse import parse
from pwlact.cli.settings import subset
from pwlact.cli.show_recovery import print_recovery
from pwlact.cli.tables import check_outputs
from pwlact.files import write_text
from pwlact.models.networks.packages import needing_extra
from pwlact.runs.interrupt import is_interrupt
from pwlact.settings.marks import File
from pwlact.settings.recovery import RecoveryConfig
from pwlact.studies.recovery.record import RecoveryRow, recovery_to_csv, recovery_to_json

if TYPE_CHECKING:
    from pwlact.studies.recovery.compute import RecoveryStudyRun


@dataclass(frozen=True, kw_only=True)
class ModelsRecoverCommand(RecoveryConfig):
    """Train a network with tables in place of its activations, and show what that recovers.

    Tables and weights are trained on the calibration data to give what the exact network gives, and are judged on the
    test data. A number of segments that is done is kept in --out; the same command goes on.
    """

    csv: File | None = None
    """Write the table to this file."""
    json: bool = False
    """Print one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(ModelsRecoverCommand, argv, "models recover")
    check_outputs(None, command.csv)
    config: RecoveryConfig = subset(RecoveryConfig, command)
    with needing_extra("models recover"):
        from pwlact.studies.recovery.compute import RecoveryStudyRun  # which loads torch
    work = RecoveryStudyRun(config)
    found = work.study(_rows(work, config))
    if command.csv is not None:
        write_text(Path(command.csv), recovery_to_csv(found))
    if command.json:
        print_json(recovery_to_json(found))
    else:
        print_recovery(found)
        say_each([] if command.csv is None else [f"written  {command.csv}"])
    return 0


def _rows(work: RecoveryStudyRun, config: RecoveryConfig) -> list[RecoveryRow]:
    rows: list[RecoveryRow] = []
    try:
        with recovery_progress(len(config.segments) * config.steps) as observe:
            rows.extend(work.rows(observe))
    except (KeyboardInterrupt, SystemError) as stop:
        if not is_interrupt(stop):
            raise
        kept = f"{len(rows)} of {len(config.segments)} numbers of segments were kept in {work.folder}"
        raise KeyboardInterrupt(f"{kept}; the same command goes on") from stop
    return rows


@contextmanager
def recovery_progress(total: int) -> Iterator[Callable[[int, float], None]]:
    """Show how many of all steps are done, their rate, the loss and the smallest so far."""
    started, best = time.monotonic(), math.inf
    with counter(total, "steps") as show:

        def observe(done: int, loss: float) -> None:
            nonlocal best
            best = min(best, loss)
            rate = done / max(time.monotonic() - started, 1e-9)
            show(done, f"{rate:,.1f} steps/s, loss {loss:.2e}, smallest {best:.2e}")

        yield observe
