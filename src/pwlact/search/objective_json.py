"""An objective as JSON: its weights, its measure, and the text of its weight of errors."""

from __future__ import annotations

import dataclasses
from typing import Any

from pwlact.metrics import weight_of
from pwlact.search.problem import Objective


def objective_to_json(objective: Objective) -> dict[str, Any]:
    """Return the JSON object of an objective; "weight", "network" and "own" only where there is one."""
    plain = dataclasses.asdict(dataclasses.replace(objective, weight=None))
    del plain["weight"]
    for name in ("network", "own"):
        if plain[name] is None:
            del plain[name]
    return plain if objective.weight is None else {**plain, "weight": objective.weight.text}


def objective_from_json(data: dict[str, Any]) -> Objective:
    """Return the objective of a JSON object.

    Raises
    ------
    InputError
        If a weight is bad.
    """
    weight = data.get("weight")
    return Objective(**{**data, "weight": None if weight is None else weight_of(str(weight))})
