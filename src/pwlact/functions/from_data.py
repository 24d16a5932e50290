"""Activations from exact samples: a C2 spline through them serves as f, f' and f''."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.data import Data
from pwlact.functions import features, registry
from pwlact.functions.activation import Activation, ArrayFunction
from pwlact.functions.spline import bends, rounding, spline_through


def from_data(data: Data) -> Activation:
    """Return the function of data: of exact samples, the cubic spline through them; of noisy data, lines between them.

    Parameters
    ----------
    data : Data
        The points.

    Returns
    -------
    Activation
        Its interval and domain are the data's; it has no tails, so the outer pieces of an approximation go on.
    """
    low, high = data.interval
    if data.noisy:
        return _lines(data)
    spline = spline_through(data.x, data.y)

    def part(order: int) -> ArrayFunction:
        def evaluate(x: Array) -> Array:
            return np.asarray(spline(np.clip(x, low, high), order))

        return evaluate

    f, df, d2f = part(0), part(1), part(2)
    return Activation(
        name=_name(data),
        label=data.name,
        formula=f"spline through {data.x.size} samples",
        f=f,
        df=df,
        d2f=d2f,
        inflections=bends(spline),
        symmetry=features.symmetry(f, data.interval, rounding(data.y)),
        interval=data.interval,
        domain=data.interval,
        source="data",
        data=data,
    )


def _name(data: Data) -> str:
    """Return the name of data, which must not be mistaken for one of the catalogue."""
    return f"data_{data.name}" if registry.is_known(data.name) else data.name


def _lines(data: Data) -> Activation:
    """Return noisy data as lines from mean to mean of the values at each x: what is drawn, and never fitted."""
    x, first = np.unique(data.x, return_index=True)
    weight = np.ones(data.x.size) if data.weight is None else data.weight
    y = np.add.reduceat(weight * data.y, first) / np.add.reduceat(weight, first)
    slopes = np.diff(y) / np.diff(x)
    return Activation(
        name=_name(data),
        label=data.name,
        formula=f"{data.x.size} noisy points",
        f=lambda at: np.interp(at, x, y),
        df=lambda at: slopes[np.clip(np.searchsorted(x, at, side="right") - 1, 0, slopes.size - 1)],
        d2f=lambda at: np.zeros_like(at),
        interval=data.interval,
        domain=data.interval,
        source="data",
        data=data,
    )
