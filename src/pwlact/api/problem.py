"""Settings of a problem that all verbs share, checked where they are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from pwlact.api import checks
from pwlact.api.typed import plain, record
from pwlact.errors import ConfigError
from pwlact.search.problem import EndsName, FitName
from pwlact.settings.unit import UnitChoice


def problem_settings(
    *,
    segments: int,
    fit: FitName | None,
    ends: EndsName,
    density: str | None,
    format: str | None,
    unit: UnitChoice | Mapping[str, Any] | None,
    seed: int,
    weight: str | None = None,
    through: Any = (),
    monotone: bool = False,
    non_negative: bool = False,
    last_piece: float | None = None,
) -> dict[str, Any]:
    """Return the settings as fields of a settings record.

    Raises
    ------
    ConfigError
        If one is of another type, or a name is unknown.
    """
    return {
        "segments": checks.whole("segments", segments, 9),
        "fit": None if fit is None else checks.choice("fit", fit, FitName),
        "ends": checks.choice("ends", ends, EndsName),
        "density": None if density is None else checks.text("density", density, "normal:0,1"),
        "format": None if format is None else checks.text("format", format, "q4.12"),
        "unit": UnitChoice() if unit is None else record("unit", UnitChoice, unit),
        "seed": checks.whole("seed", seed, 0),
        "weight": None if weight is None else checks.text("weight", weight, "relative"),
        "through": pairs_row("through", through),
        "monotone": checks.flag("monotone", monotone),
        "non_negative": checks.flag("non_negative", non_negative),
        "last_piece": None if last_piece is None else plain("last_piece", float, last_piece),
    }


def pairs_row(name: str, pairs: Any) -> tuple[float, ...]:
    """Return pairs of numbers, or one pair, as numbers in a row; `name` is the argument.

    Raises
    ------
    ConfigError
        If they are no pairs of numbers.
    """
    try:
        numbers = np.asarray(pairs, dtype=np.float64)
    except (TypeError, ValueError):
        numbers = np.empty(1)
    if numbers.size % 2 or numbers.ndim > 2 or (numbers.size and numbers.shape[-1] != 2):
        raise ConfigError(f"{name} must be pairs (x, y), got {pairs!r}; try {name}=[(0, 0)]")
    return tuple(numbers.ravel().tolist())
