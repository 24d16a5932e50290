"""What tables cost a network: divergence and score against segments, each format a view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.report.figures.palette import CYCLE, GREY, SYMBOLS
from pwlact.report.figures.views import with_views
from pwlact.report.section import Figure
from pwlact.studies.evaluation.record import EXACT, Evaluation, EvaluationRow, drawn_divergence, drawn_score
from pwlact.studies.evaluation.text import placed

DASHES = ("solid", "dash", "dot")
LOG = {"type": "log", "exponentformat": "power"}

Pick = Callable[[EvaluationRow], Estimate]


def evaluation_figure(found: Evaluation) -> Figure:
    """Return the figure of the loss of each method against its segments, with 95 % intervals.

    Parameters
    ----------
    found : Evaluation
        With a measured row at least that has segments.
    """
    network = found.network
    measures = {
        network["divergence_name"]: (drawn_divergence, True),
        network["score_name"]: (drawn_score, _score_is_log(found)),
    }
    formats = [name for name in found.formats if name and any(found.of(method, name) for method in placed(found))]
    return with_views(
        {
            f"{measure}, {name}": _view(found, name, measure, pick, log=log)
            for name in formats
            for measure, (pick, log) in measures.items()
        }
    )


def _score_is_log(found: Evaluation) -> bool:
    return not found.network["higher_is_better"]  # a perplexity has no largest value


def _view(found: Evaluation, format_: str, measure: str, pick: Pick, *, log: bool) -> Figure:
    methods = [method for method in placed(found) if found.of(method, format_)]
    counts = sorted({row.segments or 1 for method in methods for row in found.of(method, format_)})
    level = [("exact, rounded", pick(row).value) for row in found.of(EXACT, format_)]
    if pick is drawn_score:
        level.append((EXACT, found.exact.value))
    return {
        "data": [
            *(_method(i, method, found.of(method, format_), pick) for i, method in enumerate(methods)),
            *(_level(name, value, counts) for name, value in level),
        ],
        "layout": {
            "legend": {"entrywidth": 145},
            "height": 420,
            "xaxis": {
                "title": {"text": "segments"}, "type": "log", "tickvals": counts, "ticktext": [str(n) for n in counts],
            },
            "yaxis": {"title": {"text": measure}, **(LOG if log else {})},
        },
    }  # fmt: skip


def _method(i: int, method: str, rows: Sequence[EvaluationRow], pick: Pick) -> dict[str, Any]:
    parts = [pick(row) for row in rows]
    color = CYCLE[i % len(CYCLE)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": method,
        "x": [row.segments for row in rows],
        "y": [part.value for part in parts],
        "error_y": {
            "type": "data",
            "array": [max(part.high - part.value, 0.0) for part in parts],
            "arrayminus": [max(part.value - part.low, 0.0) for part in parts],
            "thickness": 1,
        },
        "line": {"color": color, "dash": DASHES[i // len(CYCLE) % len(DASHES)], "width": 1.5},
        "marker": {"color": color, "symbol": SYMBOLS[i % len(SYMBOLS)], "size": 7},
        "hovertemplate": "%{x} segments: %{y:.4g}",
    }


def _level(name: str, value: float, counts: Sequence[int]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [counts[0], counts[-1]],
        "y": [value, value],
        "line": {"color": GREY, "dash": "dash" if name == EXACT else "dot"},
        "hovertemplate": "%{y:.4g}",
    }
