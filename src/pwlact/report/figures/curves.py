"""The function and its pieces above their error, on linked axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.report.figures.arrays import packed
from pwlact.report.figures.palette import BAND, BLUE, GREEN, GREY, HAIR, PURPLE, VERMILLION
from pwlact.report.figures.samples import Samples, function_of, logarithmic, samples_of
from pwlact.report.section import Figure
from pwlact.search.pieces import Pieces, curve, pieces_of, view
from pwlact.search.result import Result

MAX_HAIRS = 48  # of more, each is paler
MAX_DOTS = 300  # samples that are drawn as dots too
HEIGHT = 560  # pixels
SILENT = {"hovertemplate": "", "hoverinfo": "skip"}  # of traces whose points lie elsewhere than the pointer
ROWS = {2: ((0.5, 1.0), (0.0, 0.42)), 3: ((0.58, 1.0), (0.2, 0.52), (0.0, 0.14))}
"""Parts of the height for function, error and density."""


def curves_figure(result: Result) -> Figure:
    """Return the figure of the function and its pieces, and below it of the error p - f.

    Parameters
    ----------
    result : Result
        A result.
    """
    pieces = pieces_of(result)
    samples = samples_of(result, pieces)
    rows = ROWS[2 if result.problem.density is None else 3]
    return {
        "data": [
            *_functions(result),
            *_tails(result, pieces),
            _approximation(samples, pieces),
            _knots(pieces),
            *(_residuals(result) if result.problem.activation.noisy else _errors(samples)),
            *_density(result),
        ],
        "layout": {
            "height": HEIGHT,
            "hovermode": "x unified",
            "hoversubplots": "axis",
            "xaxis": _x_axis(result, f"y{len(rows)}"),
            "yaxis": {"title": {"text": "y"}, "domain": rows[0]},
            "yaxis2": {"title": {"text": "error"}, "domain": rows[1], "exponentformat": "power"},
            **({} if len(rows) == 2 else {"yaxis3": _density_axis(rows[2])}),
            "shapes": [_hair(x, min(1.0, MAX_HAIRS / pieces.knots.size)) for x in pieces.knots.tolist()],
        },
    }


def _x_axis(result: Result, anchor: str) -> dict[str, Any]:
    low, high = result.problem.interval
    wide = logarithmic((low, high))
    ends = [np.log10(low), np.log10(high)] if wide else list(view(result))
    return {"title": {"text": "x"}, "anchor": anchor, "type": "log" if wide else "linear", "range": ends}


def _hair(x: float, opacity: float) -> dict[str, Any]:
    ends = {"x0": x, "x1": x, "y0": 0, "y1": 1, "xref": "x", "yref": "paper"}
    return {"type": "line", "layer": "below", "opacity": opacity, "line": {"color": HAIR, "width": 0.6}, **ends}


def line(x: Array, y: Array, name: str, color: str, *, dtype: str = "float64", **more: Any) -> dict[str, Any]:
    """Return a trace: a line through points, with a gap where they are NaN.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Points.
    name, color : str
        Its name in the legend, and its colour.
    dtype : str
        How y is kept, see `packed`.
    more
        Further keys of plotly's scatter.
    """
    trace = {"type": "scatter", "mode": "lines", "name": name, "line": {"color": color, "width": 1.5}}
    return {**trace, "x": packed(x, "float64"), "y": packed(y, dtype), "hovertemplate": "%{y:.6g}", **more}


def _functions(result: Result) -> list[dict[str, Any]]:
    x, y = function_of(result)
    if not result.problem.activation.noisy:
        return [line(x, y, "function", BAND, line={"color": BAND, "width": 6}, **SILENT)]
    return [line(x, y, "data", GREY, mode="markers", marker={"color": GREY, "size": 4, "opacity": 0.5})]


def _tails(result: Result, pieces: Pieces) -> list[dict[str, Any]]:
    if view(result)[0] <= 0.0 and logarithmic(result.problem.interval):
        return []
    x, y = curve((*pieces.left, *pieces.right))
    return [line(x, y, "tails", GREY, line={"color": GREY, "width": 1.5, "dash": "dash"}, **SILENT)]


def _approximation(samples: Samples, pieces: Pieces) -> dict[str, Any]:
    texts = [*(f"{k}: {equation(*piece.line)}" for k, piece in enumerate(pieces.inside, 1)), "of a tail"]
    exact = "" if np.isnan(samples.error).all() else " for f(x) = %{customdata:.6g}"
    own: dict[str, Any] = {
        "mode": "lines+markers" if samples.x.size <= MAX_DOTS else "lines",
        "marker": {"color": BLUE, "size": 4},
        "text": [texts[k] for k in samples.piece.tolist()],
        "customdata": packed(samples.y - samples.error),
        "hovertemplate": f"%{{y:.6g}}{exact}, piece %{{text}}",
    }
    return line(samples.x, samples.y, "approximation", BLUE, **own)


def equation(slope: float, intercept: float) -> str:
    """Return a line's equation in six digits, as in "y = 0.25 x - 1.5"."""
    return f"y = {slope:.6g} x {'-' if intercept < 0 else '+'} {abs(intercept):.6g}"


def _knots(pieces: Pieces) -> dict[str, Any]:
    x, y = pieces.ends
    return line(x, y, "breakpoints", BLUE, mode="markers", marker={"color": BLUE, "size": 6}, **SILENT)


def _errors(samples: Samples) -> list[dict[str, Any]]:
    x, error = samples.x[samples.worst], samples.error[samples.worst]
    mark = {"color": VERMILLION, "size": 9, "symbol": "circle-open", "line": {"width": 2}}
    return [
        line(samples.x, samples.error, "error", GREEN, dtype="float32", yaxis="y2"),
        line(x, error, "largest error", VERMILLION, mode="markers", marker=mark, yaxis="y2", **SILENT),
    ]


def _residuals(result: Result) -> list[dict[str, Any]]:
    x, y = function_of(result)
    mark = {"color": GREEN, "size": 4, "opacity": 0.6}
    return [line(x, result.approximation(x) - y, "error at the data", GREEN, mode="markers", marker=mark, yaxis="y2")]


def _density(result: Result) -> list[dict[str, Any]]:
    density = result.problem.density
    if density is None:
        return []
    x = function_of(result)[0]
    fill = {"fill": "tozeroy", "fillcolor": BAND}
    return [line(x, density.weight(x), "density of the inputs", PURPLE, yaxis="y3", **fill)]


def _density_axis(rows: tuple[float, float]) -> dict[str, Any]:
    return {"title": {"text": "density"}, "domain": rows, "showticklabels": False, "rangemode": "tozero"}
