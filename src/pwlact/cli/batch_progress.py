"""The progress of a batch on stderr: a bar in a terminal, a plain line every ten seconds elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from pwlact.cli.counter import counter

if TYPE_CHECKING:
    from pwlact.many.solve import Watch


@contextmanager
def batch_progress() -> Iterator[Watch]:
    """Show how many functions are solved, their rate and the worst so far; gives what is told of them.

    Sharing a budget first decides how it is shared, and may solve functions in several rounds: each has its own count.
    """
    with ExitStack() as stack:
        began, last, of, show = time.monotonic(), 0, 0, None

        def watch(done: int, total: int, worst: float) -> None:
            nonlocal began, last, of, show
            if show is None or done < last or total != of:
                stack.close()
                began, show = time.monotonic(), stack.enter_context(counter(total, "functions"))
            last, of = done, total
            rate = done / max(time.monotonic() - began, 1e-9)
            show(done, f"{rate:,.0f} functions/s, worst so far {worst:.3g}")

        yield watch
