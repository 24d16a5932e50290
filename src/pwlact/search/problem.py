"""A search problem: a function, a range, a number of segments and an objective."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from numbers import Integral
from typing import Any, Literal, get_args

import numpy as np

from pwlact._types import is_number
from pwlact.datapath import UnitSpec
from pwlact.errors import BreakpointError, ConfigError, require
from pwlact.fit import Density, Pins, Samples
from pwlact.functions import Activation, Interval, check_within
from pwlact.metrics import ErrorReport, Errors, ErrorWeight, weight_of
from pwlact.search.chosen_range import ChosenRange, SmallestRange
from pwlact.search.constraints import NONE, Constraints, check_inside, check_pins
from pwlact.search.describe import objective_text, problem_lines
from pwlact.search.noisy.rules import check_noisy

FitName = Literal["lstsq", "minimax", "best"]
EndsName = Literal["free", "pinned"]
ObjectiveName = Literal["paper", "max", "mse", "mean", "relative", "ulp"]
Measure = Literal["grid", "exact", "codes", "data"]

MIN_WIDTH_STEPS = 2  # least width of a segment in sampling steps: a narrower one may hold no sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """J = mean_weight * E_mean + max_weight * E_max + mse_weight * MSE, to be minimised.

    With a weight w of errors, E_max is max w |p - f|, E_mean the mean of w |p - f| and MSE that of (w (p - f))^2.
    Source of the default weights: the paper (ISOCC 2023), final reward.
    """

    mean_weight: float = 0.2
    max_weight: float = 0.8
    mse_weight: float = 0.0
    measure: Measure = "grid"
    """Where errors are measured: on the sampling grid, as in the paper; exactly on the whole interval; on every
    input code of a unit, by its own arithmetic; or at noisy data, whatever else is asked."""
    weight: ErrorWeight | None = None
    """Weight of errors, as relative errors have one; None is 1."""
    network: str | None = None
    """Network whose loss is J in place of all these; its errors then say how values are fitted alone."""
    own: str | None = None
    """Name of the user's own function of an approximation that is J, in the same way."""

    def __post_init__(self) -> None:
        weights = (self.mean_weight, self.max_weight, self.mse_weight)
        if not all(is_number(w) and np.isfinite(w) and w >= 0 for w in weights) or sum(weights) == 0:
            raise ConfigError(
                f"objective weights must be zero or more and not all zero, got {weights}; try 0.2, 0.8 and 0"
            )
        measures = get_args(Measure)
        require(
            self.measure in measures, f"a measure is one of {', '.join(measures)}", repr(self.measure), "choose one"
        )

    @property
    def by_errors(self) -> bool:
        """Whether J follows from errors, not from a network or a function of the user's own."""
        return self.network is None and self.own is None

    def of(self, report: ErrorReport) -> float:
        """Return J of measured errors."""
        errors: Errors = getattr(report, self.measure if self.weight is None else "weighted")
        return self.mean_weight * errors.mean + self.max_weight * errors.max + self.mse_weight * errors.mse


OBJECTIVES: dict[ObjectiveName, Objective] = {
    "paper": Objective(),
    "max": Objective(mean_weight=0.0, max_weight=1.0, measure="exact"),
    "mse": Objective(mean_weight=0.0, max_weight=0.0, mse_weight=1.0),
    "mean": Objective(mean_weight=1.0, max_weight=0.0),
}
"""Objectives by name: the paper's, the maximum error, the mean square error, the mean error."""

WEIGHTED: dict[ObjectiveName, ObjectiveName] = {"relative": "max", "ulp": "max"}
"""Objectives with a weight of errors of the same name: the objective that is weighted."""


def objective_named(name: ObjectiveName, spec: UnitSpec | None = None, weight: str | None = None) -> Objective:
    """Return an objective by name; for a unit, measured on its input codes.

    Parameters
    ----------
    name : str
        One of `OBJECTIVES`; or "relative" or "ulp", the maximum error with that weight.
    spec : UnitSpec, optional
        Kind of unit, if there is one.
    weight : str, optional
        Weight of errors, see `weight_of`.

    Raises
    ------
    InputError
        If the weight is bad, or another than the name's.
    """
    if name in WEIGHTED:
        own = name if weight is None else weight
        require(
            own.partition(":")[0] == name, f"objective {name} has its own weight", repr(weight), "leave out --weight"
        )
        name, weight = WEIGHTED[name], own
    objective = OBJECTIVES[name]
    if weight is not None:
        named = weight_of(weight, None if spec is None else spec.output)
        objective = dataclasses.replace(objective, weight=named)
    return objective if spec is None else dataclasses.replace(objective, measure="codes")


def network_objective(network: str, codes: bool = False) -> Objective:
    """Return the objective of a network's loss, with values by least squares.

    Parameters
    ----------
    network : str
        The network's name.
    codes : bool
        Whether errors are measured on a unit's input codes.
    """
    return dataclasses.replace(_squares(codes), network=network)


def own_objective(name: str, codes: bool = False) -> Objective:
    """Return the objective of a function of the user's own, with values by least squares.

    Parameters
    ----------
    name : str
        The function's name.
    codes : bool
        As in `network_objective`.
    """
    return dataclasses.replace(_squares(codes), own=name)


def _squares(codes: bool) -> Objective:
    return dataclasses.replace(OBJECTIVES["mse"], measure="codes" if codes else "grid")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Problem:
    """A search problem.

    Parameters
    ----------
    activation : Activation
        The function.
    interval : (float, float)
        The fitted range.
    segments : int
        Linear pieces inside the range; there is one interior point fewer.
    fit : str
        How the values are fitted to given breakpoints: "lstsq", the paper's least squares on the sampling grid;
        "minimax", the smallest maximum error; "best", the smallest objective.
    objective : Objective
        What is minimised.
    pins : (float or None, float or None)
        Values that p must have at the range's ends; None leaves an end free. See `tail_pins`.
    density : Density or None
        Weight of the inputs in mean errors and least squares; None is uniform.
    spec : UnitSpec or None
        The kind of hardware unit to search for: breakpoints and coefficients are codes of its formats, pieces need not
        join, and errors are those of its arithmetic. None is real numbers.
    constraints : Constraints
        What every approximation keeps, beside the pins.
    chosen : ChosenRange, SmallestRange or None
        How the range was chosen; None where it was given.
    discontinuous : bool
        Whether pieces need not join; of noisy data alone.

    Raises
    ------
    IntervalError, BreakpointError
        If the range is bad, or the segments are fewer than one or too many for it.
    ConfigError
        If a value is of another type, the fit is unknown, or a unit has a density and another objective than mse.
    """

    activation: Activation
    interval: Interval
    segments: int
    fit: FitName = "lstsq"
    objective: Objective = field(default_factory=Objective)
    pins: Pins = (None, None)
    density: Density | None = None
    spec: UnitSpec | None = None
    constraints: Constraints = NONE
    chosen: ChosenRange | SmallestRange | None = None
    discontinuous: bool = False

    def __post_init__(self) -> None:
        _check_types(self)
        object.__setattr__(self, "interval", check_within(self.interval, self.activation))
        check_points(self.activation, self.interval, self.segments)
        check_inside(self.constraints, self.interval)
        check_pins(self.constraints, self.interval, self.pins)
        if self.segments < 1:
            raise BreakpointError(f"a PWL has at least one segment, got {self.segments}; try --segments 9")
        if self.fit not in get_args(FitName):
            raise ConfigError(f"a fit is one of {', '.join(get_args(FitName))}, got {self.fit!r}; choose one")
        if self.spec is not None and self.density is not None:
            _check_density(self.objective, self.fit)
        if self.activation.noisy:
            object.__setattr__(self, "objective", dataclasses.replace(self.objective, measure="data"))
        check_noisy(self)
        if self.spec is not None and self.fit == "best":
            raise ConfigError("a unit in a number format is fitted by lstsq or minimax, got fit best; choose one")

    def __repr__(self) -> str:
        return "Problem: " + "\n  ".join(problem_lines(self))

    @property
    def table_rows(self) -> int:
        """Number of rows in a unit's table, tails left out: half the segments, rounded up, where it is mirrored."""
        mirrored = self.spec is not None and self.spec.mirrored
        return (self.segments + 1) // 2 if mirrored else self.segments

    @property
    def points(self) -> int:
        """Number of interior points."""
        return self.segments - 1


def check_points(activation: Activation, interval: Interval, segments: int) -> None:
    """Check that data have as many different x in a range as a PWL has values.

    Raises
    ------
    BreakpointError
        If they have fewer.
    """
    if activation.data is None:
        return
    found = activation.data.distinct(*interval)
    if found < segments + 1:
        raise BreakpointError(
            f"{segments} segments have {segments + 1} values, got {found} different x of data on "
            f"{interval[0]:g} {interval[1]:g}; ask for fewer segments, or give more points"
        )


def _check_density(objective: Objective, fit: FitName) -> None:
    """Raise ConfigError where a unit's objective or fit knows no shares of its input codes."""
    squares = objective.weight is None and not objective.mean_weight and not objective.max_weight
    require(
        squares and fit == "lstsq",
        "a unit in a number format takes a density for its mean square error and least squares alone",
        f"a density with fit {fit} and objective {objective_text(objective)}",
        "choose --objective mse and --fit lstsq, or leave the density out",
    )


_TYPES: dict[str, tuple[Any, str, str]] = {
    "activation": (Activation, "an Activation", "pwlact.functions.get('silu')"),
    "objective": (Objective, "an Objective", "Objective()"),
    "density": (Density | None, "a Density or None", "None"),
    "spec": (UnitSpec | None, "a UnitSpec or None", "None"),
    "constraints": (Constraints, "Constraints", "Constraints(monotone=True)"),
}
"""Of each field: its type, in words, and a value to try."""


def _check_types(problem: Problem) -> None:
    for name, (kind, words, example) in _TYPES.items():
        value = getattr(problem, name)
        require(isinstance(value, kind), f"a problem's {name} is {words}", repr(value), f"try {example}")
    segments, pins = problem.segments, problem.pins
    whole = isinstance(segments, Integral) and not isinstance(segments, bool)
    require(whole, "a problem's segments are a whole number", repr(segments), "try 9")
    pair = isinstance(pins, tuple) and len(pins) == 2 and all(pin is None or is_number(pin) for pin in pins)
    require(pair, "a problem's pins are two numbers, or None for a free end", repr(pins), "try (None, None)")


def tail_pins(activation: Activation, interval: Interval) -> Pins:
    """Return the values of the tails at the ends of the range: with these pins p is continuous on the real line.

    An end without a tail stays free, since the outer piece extends beyond it.

    Parameters
    ----------
    activation : Activation
        The function, with its tails.
    interval : (float, float)
        The fitted range.
    """
    (low, high), left, right = interval, activation.left_tail, activation.right_tail
    return None if left is None else float(left(low)), None if right is None else float(right(high))


def check_room(problem: Problem, samples: Samples) -> None:
    """Check that the sampled range can hold the problem's segments.

    Parameters
    ----------
    problem : Problem
        What is asked.
    samples : Samples
        The function on its sampling grid.

    Raises
    ------
    BreakpointError
        If a segment would be narrower than two sampling steps.
    """
    max_segments = (samples.x.size - 1) // (2 * MIN_WIDTH_STEPS)
    if problem.segments > max_segments:
        low, high = problem.interval
        raise BreakpointError(
            f"the range {low:g} {high:g} holds at most {max_segments} segments on its sampling grid, "
            f"got {problem.segments}; ask for fewer"
        )
