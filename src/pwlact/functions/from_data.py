"""Activations from data: a C2 spline through exact samples serves as f, f' and f''."""

from __future__ import annotations

from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.data import Data
from pwlact.errors import require
from pwlact.functions import features, registry
from pwlact.functions.activation import Activation, ArrayFunction, Line
from pwlact.functions.spline import bends, check_steepness, rounding, spline_through

MAX_BENDS = 20_000  # a search takes 10 seconds then


def from_data(data: Data, *, left_tail: Line | None = None, right_tail: Line | None = None) -> Activation:
    """Return the function of data: of exact samples, the cubic spline through them; of noisy data, lines between them.

    Parameters
    ----------
    data : Data
        The points.
    left_tail, right_tail : Line, optional
        Lines outside their range; without one, the outer piece of an approximation goes on.

    Returns
    -------
    Activation
        Its interval and domain are the data's.

    Raises
    ------
    ConfigError
        If exact samples have weights, or jump between neighbours, or bend to and fro.
    """
    parts = _lines(data) if data.noisy else _spline(data)
    return Activation(
        name=_name(data),
        label=data.name,
        **parts,
        left_tail=left_tail,
        right_tail=right_tail,
        interval=data.interval,
        domain=data.interval,
        source="data",
        data=data,
    )


def _name(data: Data) -> str:
    """Return the name of data, which must not be mistaken for one of the catalogue."""
    return f"data_{data.name}" if registry.is_known(data.name) else data.name


def _spline(data: Data) -> dict[str, Any]:
    """Return formula, f, f', f'' and features of exact samples; beyond them f keeps its value at the end."""
    free, remedy = data.weight is None, "leave them out, add --noisy, or weight errors by --weight"
    require(free, "exact samples are all met, whatever their weights", "weights", remedy)
    check_steepness(data.x, data.y)
    spline, (low, high) = spline_through(data.x, data.y), data.interval

    turns = bends(spline)
    few, remedy = len(turns) <= MAX_BENDS, "they look noisy: add --noisy (noisy=True)"
    require(few, f"exact samples change their bend at most {MAX_BENDS:,} times", f"{len(turns):,}", remedy)

    def part(order: int) -> ArrayFunction:
        return lambda x: np.asarray(spline(np.clip(x, low, high), order))

    return {
        "formula": f"spline through {data.x.size} samples",
        "f": part(0),
        "df": part(1),
        "d2f": part(2),
        "inflections": turns,
        "symmetry": features.symmetry(part(0), data.interval, rounding(data.y)),
    }


def _lines(data: Data) -> dict[str, Any]:
    """Return noisy data as lines from mean to mean of the values at each x: what is drawn, and never fitted."""
    x, first = np.unique(data.x, return_index=True)
    weight = np.ones(data.x.size) if data.weight is None else data.weight
    y = np.add.reduceat(weight * data.y, first) / np.add.reduceat(weight, first)
    slopes = np.diff(y) / np.diff(x)

    def slope(at: Array) -> Array:
        return np.asarray(slopes[np.clip(np.searchsorted(x, at, side="right") - 1, 0, slopes.size - 1)])

    return {
        "formula": f"{data.x.size} noisy points",
        "f": lambda at: np.interp(at, x, y),
        "df": slope,
        "d2f": lambda at: np.zeros_like(at),
    }
