"""Figures of a sweep."""

from __future__ import annotations

from matplotlib.figure import Figure

from pwlact.studies.sweeps.run import Sweep
from pwlact.studies.sweeps.trial import Row


def sweep_figures(sweep: Sweep, rows: list[Row]) -> dict[str, Figure]:
    """Return a sweep's figures by the names of their files."""
    return {}
