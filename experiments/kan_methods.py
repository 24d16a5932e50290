"""Ways to place the segments of a KAN's edges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from kan_tables import Edges, X
from kan_weights import WeightName

from pwlact import approximate_many
from pwlact._types import Array
from pwlact.many import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to place segments.

    Parameters
    ----------
    name : str
        What the table calls it.
    objective : {"max", "mse"}
        What is minimised.
    weight : str, optional
        What weights square errors: "density" or "sensitivity"; all inputs alike without it.
    shared : bool
        Whether segments are shared out among all edges, by the weighted sum of their square errors.
    """

    name: str
    objective: Literal["max", "mse"] = "mse"
    weight: WeightName | None = None
    shared: bool = False

    def place(self, edges: Edges, weights: Mapping[str, Array], segments: int, **units: Any) -> Family:
        """Return the tables of all edges, `segments` each, or as a mean where they are shared; `units` has a format."""
        density = None if self.weight is None else weights[self.weight]
        settings = {"objective": self.objective, "density": density, "names": edges.names, **units}
        if not self.shared:
            return approximate_many(X, edges.y, segments=segments, **settings)
        cost = None if density is None else density.sum(axis=1)
        return approximate_many(X, edges.y, total_segments=segments * len(edges.y), weights=cost, **settings)


def uniform(edges: Edges, _weights: Mapping[str, Array], segments: int) -> Family:
    """Return tables of segments of equal width, with the values of least squares."""
    breakpoints = np.linspace(X[0], X[-1], segments + 1)
    hats = np.array([np.interp(X, breakpoints, one) for one in np.eye(segments + 1)])
    values = np.linalg.lstsq(hats.T, edges.y.T, rcond=None)[0].T
    errors = values @ hats - edges.y
    return Family(
        objective="mse",
        segments=np.full(len(values), segments),
        breakpoints=np.tile(breakpoints, (len(values), 1)),
        values=values,
        max_errors=np.abs(errors).max(axis=1),
        mses=np.square(errors).mean(axis=1),
        lower_bounds=np.full(len(values), np.nan),
    )


Place = Callable[[Edges, Mapping[str, Array], int], Family]

WAYS = {
    way.name: way
    for way in (
        Way(name="minimax", objective="max"),
        Way(name="dp"),
        Way(name="dp, density", weight="density"),
        Way(name="dp, sensitivity", weight="sensitivity"),
        Way(name="shared", shared=True),
        Way(name="shared, density", weight="density", shared=True),
        Way(name="shared, sensitivity", weight="sensitivity", shared=True),
    )
}
METHODS: dict[str, Place] = {"uniform": uniform, **{name: way.place for name, way in WAYS.items()}}
