"""A unit's error on every input code in units in the last place, and how many codes err by how much."""

from __future__ import annotations

from typing import Any

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath import CodeValues
from pwlact.formats import FloatFormat
from pwlact.report.figures.arrays import packed, thin
from pwlact.report.figures.palette import BAND, BLUE, GREY, HAIR, PURPLE, VERMILLION
from pwlact.report.section import Figure
from pwlact.search.result import Result

BINS = 600  # of the line as the page opens; static/codes.js draws it anew for what is in view
MAX_KEPT = 1 << 15  # bins: up to 65,536 codes are all in the page
MAX_HAIRS = 256
MANY = 200.0  # ULP, from which the axis is logarithmic, as of floats about a zero of f
FLOOR = 1.0 / 64.0  # ULP, the smallest error on a logarithmic axis
SHARES = 200


def codes_figure(result: Result, found: CodeValues, share: float = 1.0) -> Figure:
    """Return the figure of a unit's errors in ULP, over x in fixed point, over the order of the codes in floats.

    Parameters
    ----------
    result : Result
        A result with a unit.
    found : CodeValues
        The unit on every code.
    share : float
        Share of `MAX_KEPT` that the figure may keep, where many stand on a page.
    """
    at, places = positions(found), np.where(found.counted, found.places, np.nan)
    ends = at[found.inside][[0, -1]]
    log = _is_log(places[found.inside])
    drawn, lines = (_drawn(each, log) for each in (places, np.where(found.counted, _lines_in_places(found), np.nan)))
    return {
        "data": [
            _band(at, log),
            _line(at, lines, np.union1d(thin(lines, BINS), _edges(found)), "its lines, not rounded", PURPLE),
            _line(at, drawn, thin(drawn, BINS), "unit", BLUE),
            _marks(at, drawn, _worst(found, places), "largest error", VERMILLION, "circle-open"),
            _marks(at, drawn, reversals(found), "reversals", VERMILLION, "triangle-down-open"),
        ],
        "layout": {
            "uirevision": "codes",
            "height": 420,
            "legend": {"entrywidth": 140},
            "xaxis": {"title": {"text": _axis(found)}, "range": ends.tolist()},
            "yaxis": _height(drawn[found.inside], log),
            "shapes": _hairs(found, at),
            "meta": {"codes": {**_kept(found, places, int(share * MAX_KEPT)), "floor": FLOOR if log else None}},
        },
    }


def shares_figure(found: CodeValues) -> Figure:
    """Return the figure of the share of the codes in the range whose error is at most so many ULP.

    Parameters
    ----------
    found : CodeValues
        The unit on every code.
    """
    shares = np.linspace(0.0, 1.0, SHARES + 1)
    places, log = found.places[found.inside], _is_log(found.places[found.inside])
    both = (places, (found.rounding_errors / _ulp(found))[found.inside])
    sizes, rounded = (_drawn(np.quantile(np.abs(each), shares), log) for each in both)
    return {
        "data": [
            {**_share(rounded, shares, "f(x), rounded to nearest", GREY), "line": {"color": GREY, "dash": "dash"}},
            _share(sizes, shares, "unit", BLUE),
        ],
        "layout": {
            "legend": {"entrywidth": 160},
            "xaxis": {"title": {"text": "error of at most, ULP"}, **({"type": "log", "dtick": 1} if log else {})},
            "yaxis": {"title": {"text": "codes in the range"}, "tickformat": ".0%", "range": [0.0, 1.02]},
        },
    }


def positions(found: CodeValues) -> Array:
    """Return where each code stands on the axis, shape (n,): its value, in floats its place in their order."""
    if found.unit.spec.fixed:
        return found.x
    return found.unit.spec.input.order(found.codes).astype(np.float64)


def reversals(found: CodeValues) -> Codes:
    """Return the indices of the codes in the range at which the output turns against the function."""
    inside = found.inside
    return np.flatnonzero(found.turns & inside[1:] & inside[:-1]) + 1


def _share(sizes: Array, shares: Array, name: str, color: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": packed(sizes),
        "y": packed(shares),
        "line": {"color": color},
        "hovertemplate": "%{y:.1%} of the codes: at most %{x:.3g} ULP",
    }


def _ulp(found: CodeValues) -> Array:
    return found.unit.spec.output.ulp(found.exact)


def _lines_in_places(found: CodeValues) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(found.line_errors / _ulp(found))


def _axis(found: CodeValues) -> str:
    name = found.unit.spec.input.name
    return f"x, {name}" if found.unit.spec.fixed else f"x, code by code of {name}"


def _is_log(places: Array) -> bool:
    return bool(np.max(np.abs(places[np.isfinite(places)]), initial=0.0) > MANY)


def _drawn(places: Array, log: bool) -> Array:
    """Return errors as they are drawn: on a logarithmic axis their sizes, with a floor."""
    return np.maximum(np.abs(places), FLOOR) if log else places


def _height(drawn: Array, log: bool) -> dict[str, Any]:
    """Return the axis of errors in ULP."""
    largest = float(np.max(np.abs(drawn[np.isfinite(drawn)]), initial=0.6))
    if log:
        range_ = [float(np.log10(FLOOR)), float(np.log10(2.0 * largest))]
        return {"title": {"text": "size of the error, ULP"}, "type": "log", "dtick": 1, "range": range_}
    return {"title": {"text": "error, ULP"}, "range": [-1.1 * largest, 1.1 * largest]}


def _band(at: Array, log: bool) -> dict[str, Any]:
    low, high, bottom = float(at[0]), float(at[-1]), FLOOR if log else -0.5
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "half a last place",
        "x": [low, high, high, low],
        "y": [bottom, bottom, 0.5, 0.5],
        "fill": "toself",
        "fillcolor": BAND,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _edges(found: CodeValues) -> Codes:
    """Return the indices of the last code of each piece and of the first one of the next, between which lines jump."""
    starts = _starts(found)
    return np.concatenate((starts - 1, starts))


def _starts(found: CodeValues) -> Codes:
    return np.flatnonzero(np.diff(found.unit.piece(found.codes))) + 1


def _line(at: Array, places: Array, shown: Codes, name: str, color: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": packed(at[shown], "float64"),
        "y": packed(places[shown]),
        "line": {"color": color, "width": 1},
        "hovertemplate": "%{x}: %{y:.3g} ULP",
    }


def _marks(at: Array, places: Array, which: Codes, name: str, color: str, symbol: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "visible": bool(which.size),
        "x": packed(at[which], "float64"),
        "y": packed(places[which]),
        "marker": {"color": color, "symbol": symbol, "size": 10, "line": {"width": 2}},
        "hovertemplate": "%{y:.3g} ULP",
    }


def _worst(found: CodeValues, places: Array) -> Codes:
    sizes = np.where(found.inside, np.abs(places), -1.0)
    return np.array([np.argmax(sizes)])


def _hairs(found: CodeValues, at: Array) -> list[dict[str, Any]]:
    """Return thin lines where pieces begin; none where they are many."""
    starts = _starts(found)
    line = {"color": HAIR, "width": 1}
    return [
        {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line, "layer": "below"}
        for x in at[starts].tolist()
        if starts.size <= MAX_HAIRS
    ]


def _kept(found: CodeValues, places: Array, bins: int) -> dict[str, Any]:
    """Return what static/codes.js draws from: errors and output codes of all codes, of very many those of the peaks."""
    spec, kept = found.unit.spec, thin(places, bins)
    keys = spec.input.order(found.codes)
    mask = (1 << spec.output.bits) - 1
    return {
        "keys": packed(keys[kept], "int32") if kept.size < keys.size else {"first": int(keys[0])},
        "places": packed(places[kept]),
        "outputs": packed(found.outputs[kept] & mask, "uint16" if spec.output.bits <= 16 else "uint32"),
        "input": _format(spec.input),
        "output": _format(spec.output),
    }


def _format(format_: Any) -> dict[str, Any]:
    """Return what tells the value of a code: a step in fixed point; in floats the widths and the bias."""
    if isinstance(format_, FloatFormat):
        return {"bits": format_.bits, "mantissa": format_.mantissa, "bias": format_.bias}
    return {"bits": format_.bits, "signed": format_.signed, "step": format_.step}
