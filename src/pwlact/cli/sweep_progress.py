"""The progress of a sweep on stderr: trials done, their rate, the best figures so far."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from pwlact.cli.counter import counter
from pwlact.studies.sweeps.run import Sweep, Watch
from pwlact.studies.sweeps.summary import best_rows
from pwlact.studies.sweeps.trial import FAILED


@contextmanager
def sweep_progress(sweep: Sweep) -> Iterator[Watch]:
    """Show how many trials are done; gives what is told of all rows."""
    started, before = time.monotonic(), len(sweep.rows())
    with counter(sweep.total, "trials") as show:
        yield lambda rows: show(
            len(rows), ", ".join([_rate(len(rows) - before, time.monotonic() - started), *_best(sweep, rows)])
        )


def _rate(done: int, seconds: float) -> str:
    rate = done / max(seconds, 1e-9)
    return f"{rate:.1f} trials/s" if rate >= 1 or not done else f"{60 * rate:.1f} trials/min"


def _best(sweep: Sweep, rows: list[dict[str, object]]) -> Iterator[str]:
    measure = sweep.file.measure
    for function, row in best_rows(sweep.file, rows).items():
        yield f"best {function} {row[measure]:.5g}"
    failures = sum(row["state"] == FAILED for row in rows)
    if failures:
        yield f"{failures} failed"
