"""The three figures of an approximation's error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Maximum and mean absolute error and mean square error, in the function's unit (squared for `mse`)."""

    max: float
    mean: float
    mse: float
