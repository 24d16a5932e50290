"""The function and its pieces above their error, on linked axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from pwlact.report.section import Figure
from pwlact.search.result import Result

SAMPLES = 1201


def curves_figure(result: Result) -> Figure:
    """Return the figure of the function and its pieces, and below it of the error.

    Parameters
    ----------
    result : Result
        A result.
    """
    x = np.linspace(*result.problem.interval, SAMPLES)
    y, p = result.problem.activation.f(x), result.approximation(x)
    knots = result.pwl.breakpoints
    return {
        "data": [
            _line(x, y, "function"),
            _line(x, p, "approximation"),
            {
                "type": "scatter",
                "mode": "markers",
                "name": "breakpoints",
                "x": knots.tolist(),
                "y": result.pwl(knots).tolist(),
            },
            {**_line(x, p - y, "error"), "yaxis": "y2"},
        ],
        "layout": {
            "grid": {"rows": 2, "columns": 1, "subplots": [["xy"], ["xy2"]], "roworder": "top to bottom"},
            "xaxis": {"title": {"text": "x"}},
            "yaxis": {"title": {"text": result.problem.activation.name}},
            "yaxis2": {"title": {"text": "error"}},
        },
    }


def _line(x: Any, y: Any, name: str) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "name": name, "x": x.tolist(), "y": y.tolist()}
