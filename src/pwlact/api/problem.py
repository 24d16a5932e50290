"""Settings of a problem that all verbs share, checked where they are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pwlact.api import checks
from pwlact.api.typed import record
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
    }
