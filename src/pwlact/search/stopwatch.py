"""Time of a search, without the compilation of its kernels and numba's own start, which happen once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from numba.core import event
from numba.core.registry import cpu_target


class Stopwatch:
    """Seconds since a start."""

    def __init__(self, compiling: event.TimingListener) -> None:
        self._compiling = compiling
        self._started = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Wall time so far, compilation left out, to the microsecond."""
        compiling = self._compiling.duration if self._compiling.done else 0.0
        return round(time.perf_counter() - self._started - compiling, 6)


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    """Give a stopwatch, started."""
    cpu_target.target_context.refresh()  # numba loads half of itself before the first kernel runs
    with event.install_listener("numba:compile", event.TimingListener()) as compiling:  # type: ignore[no-untyped-call]
        yield Stopwatch(compiling)
