"""`approximate_many`: many functions in, one table of their approximations out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pwlact._types import real_array
from pwlact.api import checks
from pwlact.api.given import Given, function_settings
from pwlact.api.typed import record
from pwlact.datapath import UnitSpec
from pwlact.errors import ConfigError, require
from pwlact.functions import Activation
from pwlact.many import Family
from pwlact.many.family import FamilyObjective
from pwlact.many.row_solver import FamilyMethod
from pwlact.many.rows import Rows, rows_of
from pwlact.many.solve import DEFAULT, Budget, Means, solve_budget
from pwlact.settings.unit import UnitChoice, unit_spec


def approximate_many(
    x: Any,
    y: Any,
    *,
    segments: int | None = None,
    total_segments: int | None = None,
    max_error: float | None = None,
    objective: FamilyObjective = "max",
    method: FamilyMethod | None = None,
    density: Any = None,
    weights: Any = None,
    names: Iterable[str] | None = None,
    format: str | None = None,
    unit: UnitChoice | Mapping[str, Any] | None = None,
    jobs: int = 1,
) -> Family:
    """Return piecewise-linear approximations of many functions on one range.

    Functions are the cubic splines through their samples. Without further wishes each has 8 segments and the smallest
    maximum error, proven.

    Parameters
    ----------
    x : array_like, shape (k,)
        Positions, ascending.
    y : array_like, shape (n, k), or list of functions
        Exact samples of smooth functions, one function a row; or names, expressions and callables, which are sampled.
    segments : int, optional
        Linear pieces of each; by default 8. Fewer are used where more would not lower the maximum error.
    total_segments : int, optional
        In place of `segments`: linear pieces of all together, shared out for the smallest largest error, or for the
        least sum of mean square errors.
    max_error : float, optional
        In place of `segments`: take the fewest for each whose maximum error is at most this.
    objective : {"max", "mse"}
        What is minimised for each: the maximum error on the range, or the mean square error.
    method : {"minimax", "dp", "uniform"}, optional
        How breakpoints are placed: exactly for "max", near the least for "mse", or at equal distances; by default as
        the objective asks.
    density : array_like, shape (bins,) or (n, bins), optional
        How often inputs fall into each of `bins` equal parts of the range, of all functions or of each; it weights
        square errors.
    weights : array_like, shape (n,), optional
        With `total_segments`: weight of each function's error.
    names : iterable of str, optional
        A name for each function.
    format : str, optional
        Number format of hardware units, as in ``"q4.12"``: ``family.units`` then holds a table of codes for each
        function, of as many rows as it has segments, and `verify`, `synth` and `export` make one module of them all.
    unit : UnitChoice or dict, optional
        More of the units: output, slope, intercept, rounding, selection, ...
    jobs : int
        Processes side by side; the result does not depend on it. A script that takes several must guard its main part
        by ``if __name__ == "__main__"``.

    Returns
    -------
    Family
        Breakpoints, values, slopes, intercepts, errors and lower bounds; ``family(x)`` evaluates, ``family[i]`` is one
        PWL, ``family.save("tables.npz")`` writes.

    Raises
    ------
    InputError
        If a shape, a type or a number is wrong; the message says the rule, the value and the remedy.
    RunError
        If some function needs more than 4096 segments for `max_error`.

    Examples
    --------
    >>> import numpy as np, pwlact
    >>> x = np.linspace(-4, 4, 256)
    >>> family = pwlact.approximate_many(x, [np.tanh(a * x) for a in (0.5, 1.0, 2.0)], segments=8)
    >>> family.max_errors.round(5).tolist()
    [0.00753, 0.01208, 0.01367]
    >>> pwlact.approximate_many(x, ["silu", "gelu", "tanh"], total_segments=24).segments.tolist()
    [7, 8, 9]
    """
    rows = _rows(x, y, density, names)
    spec = _spec(format, unit)
    asked = checks.choice("objective", objective, FamilyObjective)
    placed = None if method is None else checks.choice("method", method, FamilyMethod)
    budget = _budget(segments=segments, total_segments=total_segments, max_error=max_error)
    workers = checks.whole("jobs", jobs, 2)
    require(workers >= 1, "jobs are 1 or more", workers, "try jobs=2")
    require(weights is None or total_segments is not None, "weights go with total_segments", "none", "leave them out")
    given = None if weights is None else real_array(weights)
    return solve_budget(rows, budget, asked, placed, given, Means(jobs=workers), spec)


def _rows(x: Any, y: Any, density: Any, names: Iterable[str] | None) -> Rows:
    """Return the functions to approximate; names, expressions and callables are sampled at x."""
    listed = None if names is None else checks.names_of("names", names, ["a", "b"])
    if isinstance(y, (list, tuple)) and y and not isinstance(y[0], (list, tuple)) and _is_function(y[0]):
        at = real_array(x)
        require(at.ndim == 1 and at.size > 1, "x is a row of samples", f"shape {at.shape}", "give 4 or more")
        found = [Given(**function_settings(one, (at[0], at[-1]))).activation() for one in y]
        return rows_of(at, [one(at) for one in found], density=density, names=listed or [one.name for one in found])
    return rows_of(x, y, density=density, names=listed)


def _is_function(value: Any) -> bool:
    return isinstance(value, (str, Activation)) or callable(value)


def _budget(**given: Any) -> Budget:
    """Return what limits the segments, one of three ways."""
    chosen = {name: value for name, value in given.items() if value is not None}
    one = len(chosen) < 2
    require(one, "segments, total_segments and max_error exclude each other", " and ".join(chosen), "give one")
    if "max_error" in chosen:
        return Budget(max_error=checks.real("max_error", chosen["max_error"], 0.01))
    return Budget(**{name: checks.whole(name, value, DEFAULT) for name, value in chosen.items()})


def _spec(format: str | None, unit: UnitChoice | Mapping[str, Any] | None) -> UnitSpec | None:
    """Return the kind of units that is asked for; None without a format."""
    choice = UnitChoice() if unit is None else record("unit", UnitChoice, unit)
    if format is not None:
        return unit_spec(checks.text("format", format, "q4.12"), choice)
    if choice != UnitChoice():
        raise ConfigError("settings of units go with a format, got them without; add format='q4.12'")
    return None
