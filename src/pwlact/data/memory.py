"""What data need in memory, against what there is."""

from __future__ import annotations

import os
from pathlib import Path

from pwlact.errors import FileError

BYTES_PER_ROW = 160  # at the peak: three columns of float64 read, sorted and in the tables of a fit


def available_memory() -> int | None:
    """Return the bytes of memory that are free for use; None where the system does not say."""
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") + _cached()
    except (AttributeError, ValueError, OSError):
        return None


def check_memory(rows: float) -> None:
    """Check that data of this many rows can be read and fitted.

    Raises
    ------
    FileError
        If they need more memory than there is.
    """
    free, needed = available_memory(), rows * BYTES_PER_ROW
    if free is not None and needed > free:
        raise FileError(
            f"data must fit into memory, got about {rows:,.0f} rows, which take about {needed / 1e9:.1f} GB of "
            f"{free / 1e9:.1f} GB; give fewer rows"
        )


def _cached() -> int:
    """Return the bytes that the system would give back from its caches; 0 where it does not say."""
    try:
        with Path("/proc/meminfo").open(encoding="ascii") as file:
            fields = dict(line.split(":", 1) for line in file)
        return max(int(fields["MemAvailable"].split()[0]) - int(fields["MemFree"].split()[0]), 0) * 1024
    except (OSError, ValueError, KeyError):
        return 0
