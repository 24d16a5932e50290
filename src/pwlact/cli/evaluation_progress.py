"""The progress of an evaluation on stderr: a bar in a terminal, a plain line every ten seconds elsewhere."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pwlact.cli.counter import counter

if TYPE_CHECKING:
    from pwlact.studies.evaluation.record import EvaluationRow

Observer = Callable[["EvaluationRow"], None]


@contextmanager
def evaluation_progress(total: int, name: str, prefix: str = "") -> Iterator[Observer]:
    """Show how many of `total` rows are done, their rate and the best so far; gives what is told each row.

    Parameters
    ----------
    total : int
        Number of rows.
    name : str
        Name of the divergence.
    prefix : str
        What plain lines begin with, where several evaluations run side by side; a bar would disturb them.
    """
    started, done, best = time.monotonic(), 0, ("", math.inf)
    with counter(total, "rows", prefix) as show:

        def observe(row: EvaluationRow) -> None:
            nonlocal done, best
            done += 1
            if row.measured is not None:
                best = min(best, (row.text, row.measured.divergence.value), key=lambda pair: pair[1])
            rate = 60.0 * done / max(time.monotonic() - started, 1e-9)
            told = "" if not best[0] else f", smallest {name} {best[1]:.2g} ({best[0]})"
            show(done, f"{rate:,.0f} rows/min{told}")

        yield observe
