"""Ways to place the segments of a KAN's edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kan_tables import Edges, X
from kan_weights import WeightName

from pwlact import approximate_many
from pwlact._types import Array
from pwlact.many import Family
from pwlact.many.family import FamilyObjective
from pwlact.many.row_solver import FamilyMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to place segments.

    Parameters
    ----------
    name : str
        What the table calls it.
    objective, method : str, str or None
        What is minimised, and how, as `approximate_many` takes them.
    weight : str, optional
        What weights square errors: "density" or "sensitivity"; all inputs alike without it.
    shared : bool
        Whether segments are shared out among all edges, for the least sum of weighted square errors.
    """

    name: str
    objective: FamilyObjective = "mse"
    method: FamilyMethod | None = None
    weight: WeightName | None = None
    shared: bool = False

    def place(self, edges: Edges, weights: Mapping[WeightName, Array], segments: int, **units: Any) -> Family:
        """Return the tables of all edges, `segments` each, or as a mean where they are shared.

        Parameters
        ----------
        edges : Edges
            The functions.
        weights : mapping of str to ndarray
            Weights of their square errors, shape (edges, bins).
        segments : int
            Linear pieces.
        **units
            The number format, as `approximate_many` takes it.
        """
        density = None if self.weight is None else weights[self.weight]
        budget: dict[str, Any] = {"segments": segments}
        if self.shared:
            cost = None if density is None else density.sum(axis=1)
            budget = {"total_segments": segments * len(edges.y), "weights": cost}
        return approximate_many(
            X,
            edges.y,
            objective=self.objective,
            method=self.method,
            density=density,
            names=edges.names,
            **budget,
            **units,
        )


WAYS = {
    way.name: way
    for way in (
        Way(name="uniform", method="uniform"),
        Way(name="minimax", objective="max"),
        Way(name="dp"),
        Way(name="dp, density", weight="density"),
        Way(name="dp, sensitivity", weight="sensitivity"),
        Way(name="shared", shared=True),
        Way(name="shared, density", weight="density", shared=True),
        Way(name="shared, sensitivity", weight="sensitivity", shared=True),
    )
}
