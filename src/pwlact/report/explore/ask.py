"""What the browser asks: a JSON object, checked, as the settings of a search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pwlact.errors import BreakpointError, ConfigError, ExpressionError, IntervalError, require
from pwlact.search.problem import ObjectiveName
from pwlact.settings.search import SearchConfig, SearchSettings

MAX_SEGMENTS = 256
MAX_TEXT = 1_000  # characters of an expression
METHODS: dict[str, tuple[str, ObjectiveName | None]] = {
    "max": ("minimax", None),
    "mse": ("dp", None),
    "relative": ("minimax", "relative"),
    "ulp": ("minimax", "ulp"),
    "paper": ("tube", None),
}
"""Objectives that are offered: the exact method of each, and what --objective says beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A search that the browser asks for; `ask_of` checks it.

    Parameters
    ----------
    function, expr : str or None
        Name of a function, or an expression in its place.
    low, high : float or None
        The range; None, both, for the function's own.
    segments : int
        Linear pieces inside the range.
    within : str or None
        Largest error, as 2^-8, for the fewest segments in place of `segments`.
    objective : str
        One of `METHODS`.
    format : str or None
        Number format; None for real numbers.
    mirror : bool
        Whether half of a symmetric function is searched, and reflected.
    """

    function: str | None = None
    expr: str | None = None
    low: float | None = None
    high: float | None = None
    segments: int = 9
    within: str | None = None
    objective: str = "max"
    format: str | None = None
    mirror: bool = False

    def settings(self) -> SearchConfig:
        """Return the settings of the search.

        Raises
        ------
        InputError
            If they do not go together.
        """
        method, objective = METHODS[self.objective]
        alone = None if self.low is None or self.high is None else (self.low, self.high)
        made: SearchConfig = SearchSettings(
            function=self.function,
            expr=self.expr,
            range=alone,
            segments=9 if self.within else self.segments,
            max_error=self.within,
            max_segments=MAX_SEGMENTS if self.within else None,
            objective=objective,
            method=method,
            format=self.format,
            mirror=self.mirror,
        )
        return made


_KINDS: dict[str, tuple[type, ...]] = {
    "function": (str,), "expr": (str,), "low": (int, float), "high": (int, float), "segments": (int,),
    "within": (str,), "objective": (str,), "format": (str,), "mirror": (bool,),
}  # fmt: skip
"""Types of values; each may be missing, or null."""


def ask_of(data: Any) -> Ask:
    """Return what a JSON object asks.

    Raises
    ------
    InputError
        If a key is unknown, a value is of another type or too large, or one end of the range is missing.
    """
    require(isinstance(data, dict), "a request is a JSON object", type(data).__name__, "reload the page")
    given: dict[str, Any] = {key: value for key, value in data.items() if value not in (None, "")}
    for key, value in given.items():
        known = key in _KINDS and isinstance(value, _KINDS[key]) and (bool in _KINDS[key]) == isinstance(value, bool)
        require(known, "a request has the page's keys and types", f"{key!s:.40} = {value!r:.40}", "reload the page")
    _check(given)
    ends: dict[str, Any] = {key: float(given[key]) for key in ("low", "high") if key in given}
    return Ask(**(given | ends))


def _check(given: Mapping[str, Any]) -> None:
    """Check the values that have limits of the page's own."""
    name, segments = given.get("objective", "max"), given.get("segments", 9)
    require(name in METHODS, f"an objective here is one of {', '.join(METHODS)}", repr(name), "choose one")
    for key in ("function", "expr", "format", "within"):
        size = len(given.get(key, ""))
        if size > MAX_TEXT:
            raise ExpressionError(f"a text here has at most {MAX_TEXT} characters, got {size}; write it shorter")
    if not 1 <= segments <= MAX_SEGMENTS:
        raise BreakpointError(f"segments here are 1 to {MAX_SEGMENTS}, got {segments}; `pwlact search` takes more")
    if ("low" in given) != ("high" in given):
        raise IntervalError("a range has two ends, got one; fill in both, or neither for the function's own range")
    if "function" not in given and "expr" not in given:
        raise ConfigError("a function or an expression is needed, got none; choose one")
