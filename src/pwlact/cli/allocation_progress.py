"""The progress of an allocation on stderr: first the curves, then the runs of the network."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from pwlact.cli.counter import counter
from pwlact.models.budgets.compute import Watch


@contextlib.contextmanager
def allocation_progress() -> Iterator[Watch]:
    """Show how many parts of a kind are done, and their rate; gives what is told each part."""
    with contextlib.ExitStack() as stack:
        shows = {}
        started = time.monotonic()

        def watch(done: int, total: int, unit: str) -> None:
            nonlocal started
            if unit not in shows:
                stack.pop_all().close()  # the bar of the kind before
                shows[unit], started = stack.enter_context(counter(total, unit)), time.monotonic()
            rate = 60.0 * done / max(time.monotonic() - started, 1e-9)
            shows[unit](done, f"{rate:,.0f} {unit}/min")

        yield watch
