"""Settings of a problem: the command line, the TOML file and the run folder's record in one."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Annotated

from tyro.conf import arg

from pwlact._types import Rare
from pwlact.datapath import UnitSpec
from pwlact.errors import ConfigError, require, warn
from pwlact.fit import Density
from pwlact.formats import parse_format
from pwlact.functions import Activation, Interval, Symmetry
from pwlact.search.chosen_range import ChosenRange, SmallestRange
from pwlact.search.coded import held
from pwlact.search.constraints import NONE, Constraints, pairs_of, slopes_of
from pwlact.search.evaluators import Evaluator
from pwlact.search.mirror import half_problem
from pwlact.search.problem import (
    EndsName,
    FitName,
    Objective,
    ObjectiveName,
    Problem,
    objective_named,
    tail_pins,
)
from pwlact.settings.function import PAIR, FunctionChoice
from pwlact.settings.unit import UnitChoice, unit_spec


@dataclass(frozen=True, kw_only=True)
class FormatChoice(FunctionChoice):
    """Which function, on which range, by what kind of hardware unit if any."""

    format: str | None = None
    """Number format of a hardware unit, as q4.12 or bf16. It has at most 20 bits. Breakpoints
    and coefficients are then codes, chosen for what the unit computes, and errors are taken over all its inputs."""
    unit: UnitChoice = field(default_factory=UnitChoice)

    def interval(self, activation: Activation) -> Interval:
        """Return the chosen range, checked; a default one is cut to what the format holds, with a `PwlactWarning`."""
        interval = FunctionChoice.interval(self, activation)
        if self.format is None or self.range is not None or activation.noisy:  # those have no unit, which is told later
            return interval
        cut = self.held(interval)
        if cut != interval:
            warn(_cut_text(activation.name, interval, cut, self.format))
        return cut

    def held(self, interval: Interval) -> Interval:
        """Return the part of a range that the format spans; all of it without one."""
        return interval if self.format is None else held(interval, parse_format(self.format))

    def spec(self, symmetry: Symmetry = Symmetry.NONE) -> UnitSpec | None:
        """Return the kind of unit that is asked for, its table mirrored by a symmetry; None without --format."""
        if self.format is not None:
            return unit_spec(self.format, self.unit, symmetry)
        if self.unit != UnitChoice():
            raise ConfigError("settings of a unit go with --format, got them without; add --format q4.12")
        return None

    def named(self, objective: ObjectiveName, weight: str | None = None) -> Objective:
        """Return an objective by name, measured over a unit's inputs where one is asked for, its errors weighted."""
        return objective_named(objective, self.spec(), weight)


def _cut_text(name: str, interval: Interval, cut: Interval, format_: str) -> str:
    (low, high), (bottom, top) = interval, cut
    return (
        f"the default range of {name}, {low:g} to {high:g}, is cut to {bottom:g} to {top:g}, which {format_} holds; "
        "give a range for another"
    )


@dataclass(frozen=True, kw_only=True)
class ConstraintChoice(FormatChoice):
    """What errors are weighted by, and what every approximation keeps."""

    weight: Rare[str | None] = None
    """Weight of errors: relative (over |f|), relative:FLOOR, ulp, ulp:FORMAT, or an expression in x such as
    1/(abs(x)+0.1)."""
    density: Rare[str | None] = None
    """Density of the inputs, for mean errors and least squares: normal:MEAN,STD; a file.npy of samples (one row) or of
    a histogram (bin centres over counts); or FILE.npz[:SITE][:sensitivity], a profile of a network, of all its sites of
    the function or of one, by how often an input occurs or by what an error there does to the loss. By default
    uniform."""
    through: Rare[tuple[float, ...]] = ()
    """Values to be met exactly, as pairs x y: 0 0 asks for p(0) = 0."""
    monotone: Rare[bool] = False
    """Never fall where the function rises, nor rise where it falls."""
    non_negative: Rare[bool] = False
    """Never fall below 0."""
    last_piece: Rare[float | None] = None
    """Constant that the last piece is, as 1."""
    slope: Rare[tuple[float, ...]] = ()
    """With --noisy: slopes of segments, as pairs SEGMENT VALUE; segments are counted from 1."""

    discontinuous: Rare[bool] = False
    """With --noisy: pieces need not join."""

    def constraints(self) -> Constraints:
        """Return what every approximation must keep.

        Raises
        ------
        ConfigError
            If a value to be met is bad.
        """
        return Constraints(
            through=pairs_of(self.through),
            monotone=self.monotone,
            non_negative=self.non_negative,
            last=self.last_piece,
            slopes=slopes_of(self.slope),
        )

    def weights_of(self, activation: Activation, interval: Interval) -> Density | None:
        """Return the density of the inputs, with a warning where it shows that the range is left often.

        Raises
        ------
        InputError
            If it is bad, or of another function.
        """
        if self.density is None:
            return None
        from pwlact.fit.density import density_of, warn_of_outside

        density = density_of(self.density, activation.name)
        warn_of_outside(density, interval)
        return density


@dataclass(frozen=True, kw_only=True)
class ProblemChoice(ConstraintChoice):
    """Which problem: a function, how many segments, how its values follow and what counts as good."""

    range: Annotated[tuple[float, float] | None, PAIR, arg(aliases=["-R"])] = None
    """Range to fit, or auto; by default the function's own. Reversed bounds are put in order, with a warning. Auto
    chooses both ends, the tails serving outside: for the least mean square error over all inputs of --density; without
    one, for the smallest maximum error on the whole line."""
    auto_range: Rare[bool] = False
    """Choose the range, as -R auto does."""
    segments: int = 9
    """Linear pieces inside the range. There is one point fewer to place."""
    objective: ObjectiveName | None = None
    """Error to minimise: paper (0.2 mean + 0.8 max, on the grid), max (exact maximum), mse, mean, relative or ulp.
    Relative is the maximum over |f|, ulp that in last places."""
    fit: FitName | None = None
    """Fit of the values: least squares, minimax, or the best for the objective; by default what suits the objective.
    That is best for paper and mean, minimax for max and under constraints, lstsq for mse. Units take lstsq for paper
    and mean."""
    ends: Rare[EndsName] = "free"
    """Values at the ends of the range: free, or pinned to the function's tails, which makes the approximation
    continuous on the real line."""

    def own_evaluator(self, problem: Problem) -> Evaluator | None:
        """Return the evaluator of an objective of the user's own; None without one, as on the command line."""
        return None

    def usual_fit(self, objective: Objective, constraints: Constraints) -> FitName:
        """Return the fit where none is asked for."""
        if self.density is not None or objective.weight is not None:
            return older_fit(objective, constraints)
        return natural_fit(objective, constraints)

    def stated(self, objective: Objective, segments: int, *, mirror: bool = False) -> Problem:
        """Return the problem with this objective and number of segments; `mirror` gives a unit a mirrored table.

        Raises
        ------
        InputError
            If a setting is bad, or the table of a function without symmetry is to be mirrored.
        """
        activation = self.activation()
        constraints = self.constraints()
        chosen = self._chosen_range(activation, objective, segments)
        interval = self.interval(activation) if chosen is None else self.held(chosen.interval)
        problem = Problem(
            activation=activation,
            interval=interval,
            segments=segments,
            fit=self.fit or self.usual_fit(objective, NONE if activation.noisy else constraints),
            objective=objective,
            pins=tail_pins(activation, interval) if self.ends == "pinned" else (None, None),
            density=chosen.task.density if isinstance(chosen, ChosenRange) else self.weights_of(activation, interval),
            constraints=constraints,
            chosen=chosen,
            discontinuous=self.discontinuous,
        )
        spec = self.spec(activation.symmetry if mirror else Symmetry.NONE)
        if spec is not None and mirror:
            half_problem(problem)  # may refuse
        return problem if spec is None else dataclasses.replace(problem, spec=spec)

    def _chosen_range(
        self, activation: Activation, objective: Objective, segments: int
    ) -> ChosenRange | SmallestRange | None:
        """Return the range that is chosen, by the density or for the maximum error; None where it is given."""
        if not self.auto_range:
            return None
        require(not self.at_data, "a range of noisy data is part of theirs", "-R auto", "give two numbers")
        pinned = self.ends == "pinned"
        if self.density is not None:
            from pwlact.fit.density import density_of
            from pwlact.search.auto_range import choose_range

            return choose_range(activation, density_of(self.density, activation.name), segments, pinned=pinned)
        if objective.mean_weight or objective.mse_weight or objective.weight is not None:
            raise ConfigError(
                "a range is chosen by a density, or for the maximum error, got -R auto with neither; "
                "add --density FILE.npz, or give the range"
            )
        from pwlact.search.smallest_range import smallest_range

        return smallest_range(activation, segments, pinned=pinned)


def natural_fit(objective: Objective, constraints: Constraints = NONE) -> FitName:
    """Return the fit that serves an objective best; a unit's coefficients have no best fit."""
    if objective.mean_weight and not objective.mse_weight and objective.measure != "codes" and not constraints:
        return "best"
    return older_fit(objective, constraints)


def older_fit(objective: Objective, constraints: Constraints = NONE) -> FitName:
    """Return the fit that served an objective before there was the best one; minimax kept constraints."""
    return "lstsq" if (objective.mean_weight or objective.mse_weight) and not constraints else "minimax"
