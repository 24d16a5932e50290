"""The errors of several results on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pwlact.report.figures.curves import line
from pwlact.report.figures.palette import CYCLE
from pwlact.report.figures.samples import function_of, logarithmic, samples_of
from pwlact.report.section import Figure
from pwlact.report.subject import Subject
from pwlact.search.pieces import pieces_of

HEIGHT = 400  # pixels
DASHES = ("solid", "dash", "dot")  # of the first six results, the next six, ...


def overlay_figure(subjects: Sequence[Subject]) -> Figure:
    """Return the figure of the errors p - f of several results.

    Parameters
    ----------
    subjects : sequence of Subject
        The results.
    """
    wide = all(logarithmic(subject.result.problem.interval) for subject in subjects)
    return {
        "data": [_trace(subject, number) for number, subject in enumerate(subjects)],
        "layout": {
            "height": HEIGHT,
            "hovermode": "x unified",
            "xaxis": {"title": {"text": "x"}, "type": "log" if wide else "linear"},
            "yaxis": {"title": {"text": "error"}, "exponentformat": "power"},
        },
    }


def _trace(subject: Subject, number: int) -> dict[str, Any]:
    result, color = subject.result, CYCLE[number % len(CYCLE)]
    if result.problem.activation.noisy:
        x, y = function_of(result)
        dots = {"color": color, "size": 4, "opacity": 0.6}
        return line(x, result.approximation(x) - y, subject.name, color, mode="markers", marker=dots)
    samples, dash = samples_of(result, pieces_of(result)), DASHES[number // len(CYCLE) % len(DASHES)]
    look = {"color": color, "width": 1.5, "dash": dash}
    return line(samples.x, samples.error, subject.name, color, dtype="float32", line=look)
