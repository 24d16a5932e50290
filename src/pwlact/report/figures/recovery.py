"""A network's divergence before and after training with tables in place, against segments."""

from __future__ import annotations

from typing import Any

from pwlact.report.figures.palette import BLUE, GREY
from pwlact.report.section import Figure
from pwlact.studies.recovery.record import RecoveryStudy


def recovery_figure(found: RecoveryStudy) -> Figure:
    """Return the figure of the divergence on test data with tables as placed, and as trained.

    Parameters
    ----------
    found : RecoveryStudy
        With a row at least.
    """
    counts = [row.segments for row in found.rows]
    ticks = {"type": "log", "tickvals": counts, "ticktext": [str(count) for count in counts]}
    name = found.network["divergence_name"]
    return {
        "data": [_line(found, "before", "as placed", GREY), _line(found, "after", "as trained", BLUE)],
        "layout": {
            "xaxis": {"title": {"text": "segments"}, **ticks},
            "yaxis": {"title": {"text": f"{name}, test data"}, "type": "log", "exponentformat": "power"},
        },
    }


def _line(found: RecoveryStudy, when: str, name: str, color: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [row.segments for row in found.rows],
        "y": [getattr(row, when)["test"].divergence for row in found.rows],
        "line": {"color": color},
        "marker": {"color": color, "size": 7},
        "hovertemplate": "%{x} segments: %{y:.3g}",
    }
