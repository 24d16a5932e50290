"""`approximate`: a function and a budget in, the best approximation out."""

from __future__ import annotations

import dataclasses
import numbers
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pwlact.api import checks
from pwlact.api.given import FunctionLike, Given, IntervalLike, function_settings
from pwlact.api.objective import ObjectiveLike, OwnObjective, objective_settings
from pwlact.api.problem import pairs_row, problem_settings
from pwlact.api.result import Result
from pwlact.api.typed import record
from pwlact.errors import ConfigError
from pwlact.runs.searching import search
from pwlact.search.constraints import NONE
from pwlact.search.noisy.criteria import SelectName
from pwlact.search.problem import EndsName, FitName, ObjectiveName
from pwlact.search.solve import solve_given
from pwlact.settings.problem import older_fit
from pwlact.settings.search import MAX_SEGMENTS, SearchConfig, field_name, methods_named, with_methods
from pwlact.settings.unit import UnitChoice

SEGMENTS = 9
METHOD_FOR = {
    "max": "minimax",
    "mse": "dp",
    "paper": "global",
    "mean": "global",
    "relative": "minimax",
    "ulp": "minimax",
}
"""The method for each objective, where none is named: exact, near-exact, and the best that is known."""
OWN_METHOD = "global"  # for an objective of the user's own


@dataclass(frozen=True, kw_only=True)
class _GivenSearch(Given, OwnObjective, SearchConfig):
    """Settings of a search, with the function and the objective as objects if they are."""


_Search = with_methods(_GivenSearch)


def approximate(
    function: FunctionLike,
    *,
    segments: int | None = None,
    interval: IntervalLike | None = None,
    noisy: bool = False,
    points: Iterable[float] | None = None,
    max_error: float | str | None = None,
    objective: ObjectiveLike | None = None,
    method: str | None = None,
    format: str | None = None,
    unit: UnitChoice | Mapping[str, Any] | None = None,
    fit: FitName | None = None,
    ends: EndsName = "free",
    density: str | None = None,
    weight: str | None = None,
    through: Iterable[Any] = (),
    monotone: bool = False,
    non_negative: bool = False,
    last_piece: float | None = None,
    slopes: Iterable[tuple[int, float]] = (),
    mirror: bool = False,
    discontinuous: bool = False,
    select: SelectName | None = None,
    max_rms: float | None = None,
    max_segments: int | None = None,
    seed: int = 0,
    settings: Any = None,
) -> Result:
    """Return a piecewise-linear approximation of a function.

    Without further wishes it is the one of 9 segments with the smallest maximum error, proven.

    Parameters
    ----------
    function : str, Activation, callable, or data
        A name of the catalogue, an expression in x, an `Activation`, or a callable of numbers or arrays. Or data, which
        are (x, y), (x, y, weight) or a .csv, .npy or .npz file: exact samples of a smooth function, through which a
        spline is laid.
    segments : int, optional
        Linear pieces inside the range; by default 9, with `points` one more than there are points.
    interval : (float, float) or "auto", optional
        Range; by default the function's own, mostly (-8, 8). With ``"auto"``, both ends are chosen too, the tails
        serving outside: for the least mean square error over all inputs of `density`; without one, for the smallest
        maximum error on the whole line.
    noisy : bool
        The data are noisy: errors are measured at the data themselves. Without further wishes the mean square error is
        then minimised.
    points : iterable of float, optional
        Interior points, in place of a search: values, betas, slopes and intercepts follow from them by `fit`.
    max_error : float or str, optional
        Take the fewest segments whose maximum error is at most this, in the function's unit, as in ``2**-11``; with
        `format` also in last places of the output, as in ``"1ulp"``.
    objective : {"max", "mse", "paper", "mean", "relative", "ulp"} or callable, optional
        What is minimised: the maximum error (default), the mean square error, 0.2 mean + 0.8 max on the grid, the mean
        error on the grid, or the maximum error over |f| or in last places. Or a function of your own: it takes a `PWL`,
        or with `format` a unit, and returns a number of 0 or more. Values are then fitted by `fit`, least squares by
        default; methods global, genetic and random place the points, and no bound is known.
    method : str, optional
        How the points are placed; by default minimax for "max", "relative" and "ulp", dp for "mse", else global.
    format : str, optional
        Number format of a hardware unit, as in ``"q4.12"`` or ``"fp16"``; breakpoints and coefficients are then codes.
    unit : UnitChoice or dict, optional
        More of the unit: output, slope, intercept, rounding, selection, ...
    fit : {"lstsq", "minimax", "best"}, optional
        How values follow from points: least squares, smallest maximum error, smallest objective; by default what serves
        the objective, and least squares for given `points` and for units where the mean error counts.
    ends : {"free", "pinned"}
        Pinned: the approximation meets the function's tails.
    density : str, optional
        How often inputs occur, for mean errors: ``"normal:0,1"``, a file.npy, or a profile of a network,
        ``"profile.npz:SITE"``, with ``":sensitivity"`` by what an error does to the network's loss; by default uniform.
    weight : str, optional
        Weight of errors: ``"relative"``, ``"relative:1e-3"``, ``"ulp:bf16"``, or an expression as
        ``"1/(abs(x)+0.1)"``; by default none.
    through : iterable of (float, float), optional
        Pairs (x, y) that are met exactly.
    monotone, non_negative : bool
        Never fall where the function rises, nor rise where it falls, or against the trend of noisy data; never fall
        below 0.
    last_piece : float, optional
        Constant that the last piece is.
    slopes : iterable of (int, float), optional
        Of noisy data: pairs of a segment, counted from 1, and its slope.
    mirror : bool
        Search half of a symmetric function and reflect it; `points` are then those above 0.
    discontinuous : bool
        Of noisy data: pieces need not join.
    select : {"bic", "aicc", "cv", "cv-1se"}, optional
        Of noisy data: take the number of segments that this criterion chooses.
    max_rms : float, optional
        Of noisy data: take the fewest segments whose root mean square error is at most this.
    max_segments : int, optional
        The most segments that are tried: with `max_error` and `max_rms` 1024, with `select` 16 by default.
    seed : int
        Same seed, same answer.
    settings : record or dict, optional
        The method's own settings.

    Returns
    -------
    Result
        With `pwl`, `errors`, `lower_bound`, `gap`, and `plot`, `export`, `verify`, `synth`, `save`.

    Raises
    ------
    InputError
        If a type, a name or a number is wrong; the message says the rule, the value and the remedy.
    RunError
        If no number of segments up to `max_segments` meets `max_error`.

    Examples
    --------
    >>> import pwlact
    >>> r = pwlact.approximate("silu", segments=9)
    >>> round(r.errors.exact.max, 7), round(r.lower_bound, 7)
    (0.0092545, 0.0092545)
    >>> round(r.pwl(0.5), 4)
    0.3038
    >>> pwlact.approximate("sigmoid", max_error=2**-11).pwl.segments
    27
    """
    if points is not None:
        _check_converter(max_error=max_error, method=method, settings=settings)
        at = checks.points_of(points)
        segments = _segments_between(at.size, segments, checks.flag("mirror", mirror))
    stated = function_settings(function, interval, auto=True, noisy=checks.flag("noisy", noisy))
    usual = _usual_objective(stated, given=points is not None, minimax=max_error is not None or fit == "minimax")
    given = objective_settings(usual if objective is None else objective)
    asked, own = given["objective"], "cost" in given
    objective = asked if points is not None else objective
    usual_method = OWN_METHOD if own else METHOD_FOR[asked]
    named = checks.text("method", usual_method if method is None else method, "minimax")
    config = _Search(
        **stated,
        **problem_settings(
            segments=SEGMENTS if segments is None else segments,
            fit=fit,
            ends=ends,
            density=density,
            weight=weight,
            through=through,
            monotone=monotone,
            non_negative=non_negative,
            last_piece=last_piece,
            format=format,
            unit=unit,
            seed=seed,
        ),
        max_error=None if max_error is None else _tolerance(max_error),
        **given | ({"objective": None} if own or (objective is None and method is not None) else {}),
        method=named,
        mirror=checks.flag("mirror", mirror),
        slope=pairs_row("slopes", slopes),
        discontinuous=checks.flag("discontinuous", discontinuous),
        select=None if select is None else checks.choice("select", select, SelectName),
        max_rms=None if max_rms is None else repr(checks.real("max_rms", max_rms, 0.1)),
        max_segments=None if max_segments is None else checks.whole("max_segments", max_segments, MAX_SEGMENTS),
        **_method_settings(named, settings),
    )
    if points is not None:
        weights = config.named(asked)
        kept = NONE if config.at_data else config.constraints()
        config = dataclasses.replace(config, fit=config.fit or older_fit(weights, kept))
        problem = config.stated(weights, config.segments, mirror=mirror)
        return Result.of(solve_given(problem, at, mirror=mirror, evaluator=config.own_evaluator(problem)))
    return Result.of(search(config))


def _usual_objective(stated: dict[str, Any], *, given: bool, minimax: bool) -> ObjectiveName:
    """Return the objective where none is named: the maximum error, at given points the paper's, of noisy data the MSE.

    With a tolerance of the maximum error, or values that have the smallest, it is that of noisy data too.
    """
    if _Search(**stated).at_data:
        return "max" if minimax else "mse"
    return "paper" if given else "max"


def _check_converter(**others: Any) -> None:
    """Raise ConfigError where something is asked of a search, and points leave nothing to search."""
    for name, value in others.items():
        if value is not None and value is not False:
            raise ConfigError(f"points leave nothing to search, got {name}={value!r} beside them; leave one out")


def _segments_between(points: int, segments: int | None, mirror: bool) -> int:
    """Return the number of segments between points, twice where they are mirrored; `segments` may say the same."""
    made = (points + 1) * (2 if mirror else 1)
    if segments is not None and checks.whole("segments", segments, made) != made:
        raise ConfigError(f"{points} points make {made} segments, got segments={segments}; leave it out")
    return made


def _tolerance(max_error: float | str) -> str:
    if isinstance(max_error, bool) or not isinstance(max_error, (str, numbers.Real)):
        raise ConfigError(f"max_error must be a number or a text as '1ulp', got {max_error!r}; try max_error=2**-11")
    return max_error if isinstance(max_error, str) else repr(float(max_error))


def _method_settings(name: str, settings: Any) -> dict[str, Any]:
    if settings is None:
        return {}
    (method,) = methods_named([name])
    return {field_name(name): record("settings", method.config, settings)}
