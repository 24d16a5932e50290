"""The fit in a run's record: what it was where an earlier version left it out, and whether it is the usual one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pwlact.search.methods import METHODS
from pwlact.search.problem import WEIGHTED, FitName

RECORD = {"ends", "seed", "unit"}
"""Settings that every run's record has, and hardly any other file all of."""
CONSTRAINTS = ("through", "monotone", "non_negative", "last_piece")


def with_recorded_fit(table: dict[str, Any]) -> dict[str, Any]:
    """Return a settings table; the record of a run from before there were best values states its fit as well."""
    record = table.keys() >= RECORD and ("method" in table or "engine" not in table)
    older = record and "fit" not in table and usual_fit(table) == "best"
    return {**table, "fit": "lstsq"} if older else table


def without_usual_fit(table: dict[str, Any]) -> dict[str, Any]:
    """Return a settings table without its fit where that is what it would be by default."""
    return {key: value for key, value in table.items() if key != "fit" or value != usual_fit(table)}


def usual_fit(table: Mapping[str, Any]) -> FitName:
    """Return the fit that a settings table, of a search or a training, has by default."""
    objective = _objective(table)
    if objective == "max" or any(table.get(name) not in (None, False, []) for name in CONSTRAINTS):
        return "minimax"
    published = table.get("preset") == "paper"
    plain = not any(name in table for name in ("format", "density", "weight"))
    return "best" if objective != "mse" and plain and not published else "lstsq"


def _objective(table: Mapping[str, Any]) -> str:
    """Return the name of the objective; a training's without a mean error is max."""
    named = table.get("objective")
    if named is None and "method" in table:
        named = METHODS[table["method"]].objective if table["method"] in METHODS else "max"
    if named is None:
        named = "paper" if table.get("reward", {}).get("mean_weight", 1.0) else "max"
    return "max" if named in WEIGHTED else str(named)
