"""Time of a search, without the compilation of its kernels, which happens once on a machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from numba.core import event


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
    with event.install_listener("numba:compile", event.TimingListener()) as compiling:  # type: ignore[no-untyped-call]
        yield Stopwatch(compiling)
