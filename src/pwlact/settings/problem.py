"""Settings of a problem and of a training: the command line, the TOML file and the run folder's record in one."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Annotated

from tyro.conf import Positional, arg
from tyro.constructors import PrimitiveConstructorSpec

from pwlact import functions
from pwlact.datapath import UnitSpec
from pwlact.errors import ConfigError
from pwlact.functions import Activation, Interval, Line, Symmetry
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.presets import PresetName
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
from pwlact.settings.unit import UnitChoice, unit_spec

# Two numbers: without it, tyro takes every word that follows -R, the function's name too.
_PAIR = PrimitiveConstructorSpec(
    nargs=2,
    metavar="LOW HIGH",
    instance_from_str=lambda words: (float(words[0]), float(words[1])),
    is_instance=lambda value: value is None or isinstance(value, tuple),
    str_from_instance=lambda value: ["", ""] if value is None else [str(number) for number in value],
)
_LINE = dataclasses.replace(_PAIR, metavar="SLOPE INTERCEPT")


@dataclass(frozen=True, kw_only=True)  # no slots: a mixin
class FunctionChoice:
    """Which function, on which range."""

    function: Positional[str | None] = None
    """Name of a function, as `pwlact functions` lists them; parameters as in silu:beta=1.702."""
    expr: str | None = None
    """A function of x in place of FUNCTION, as in "x*tanh(log(1+exp(x)))"."""
    left_tail: Annotated[tuple[float, float] | None, _LINE, arg(help_behavior_hint="")] = None
    """With --expr: slope and intercept left of the range; by default the outer piece goes on."""
    right_tail: Annotated[tuple[float, float] | None, _LINE, arg(help_behavior_hint="")] = None
    """With --expr: slope and intercept right of the range; by default the outer piece goes on."""
    range: Annotated[tuple[float, float] | None, _PAIR, arg(aliases=["-R"], help_behavior_hint="")] = None
    """Fitted range, LOW HIGH; by default the function's own, mostly -8 8."""

    def activation(self) -> Activation:
        """Return the chosen function.

        Raises
        ------
        InputError
            If none or two are chosen, or the choice is bad.
        """
        if (self.function is None) == (self.expr is None):
            found = "neither" if self.function is None else "both"
            raise ConfigError(f"give either FUNCTION or --expr, got {found}; `pwlact functions` lists the names")
        if self.function is not None:
            if self.left_tail or self.right_tail:
                raise ConfigError(f"tails go with --expr, got them with {self.function!r}; leave them out")
            return functions.get(self.function)
        assert self.expr is not None
        return functions.from_expression(
            self.expr,
            left_tail=_line(self.left_tail),
            right_tail=_line(self.right_tail),
            interval=self.range or (-8.0, 8.0),
        )

    def interval(self, activation: Activation) -> Interval:
        """Return the chosen range, checked."""
        return functions.check_interval(self.range or activation.interval)


def _line(pair: tuple[float, float] | None) -> Line | None:
    return None if pair is None else Line(*pair)


@dataclass(frozen=True, kw_only=True)
class FormatChoice(FunctionChoice):
    """Which function, on which range, by what kind of hardware unit if any."""

    format: str | None = None
    """Number format of a hardware unit, as q4.12, uq0.16, fp16, bf16, fp8_e4m3, of at most 20 bits: breakpoints and
    coefficients are then codes, chosen for what the unit computes, and errors are taken over all its inputs."""
    unit: UnitChoice = field(default_factory=UnitChoice)

    def spec(self, symmetry: Symmetry = Symmetry.NONE) -> UnitSpec | None:
        """Return the kind of unit that is asked for, its table mirrored by a symmetry; None without --format."""
        if self.format is not None:
            return unit_spec(self.format, self.unit, symmetry)
        if self.unit != UnitChoice():
            raise ConfigError("settings of a unit go with --format, got them without; add --format q4.12")
        return None

    def named(self, objective: ObjectiveName) -> Objective:
        """Return an objective by name, measured over a unit's inputs where one is asked for."""
        return objective_named(objective, self.spec())


@dataclass(frozen=True, kw_only=True)
class ProblemChoice(FormatChoice):
    """Which problem: a function, how many segments, how its values follow and what counts as good."""

    segments: int = 9
    """Linear pieces inside the range, one more than there are points to place."""
    objective: ObjectiveName | None = None
    """What is minimised: paper, 0.2 mean + 0.8 max on the grid; max, the exact maximum error; mse."""
    fit: FitName | None = None
    """How the values follow from the points: lstsq or minimax; by default minimax for objective max, else lstsq."""
    ends: EndsName = "free"
    """free, or pinned: p meets the function's tails, so that it is continuous on the real line."""
    density: str | None = None
    """How often inputs occur, for mean errors and least squares: normal:MEAN,STD, or a file.npy of samples (one row) or
    of a histogram (bin centres over counts); by default uniform."""

    def stated(self, objective: Objective, segments: int, *, mirror: bool = False) -> Problem:
        """Return the problem with this objective and so many segments; of a unit, with a mirrored table if wished."""
        activation = self.activation()
        interval = self.interval(activation)
        density = None
        if self.density is not None:
            from pwlact.fit.density import density_of

            density = density_of(self.density)
        problem = Problem(
            activation=activation,
            interval=interval,
            segments=segments,
            fit=self.fit or natural_fit(objective),
            objective=objective,
            pins=tail_pins(activation, interval) if self.ends == "pinned" else (None, None),
            density=density,
        )
        spec = self.spec(activation.symmetry if mirror else Symmetry.NONE)
        if spec is not None and mirror:
            half_problem(problem)  # may refuse
        return problem if spec is None else dataclasses.replace(problem, spec=spec)


def natural_fit(objective: Objective) -> FitName:
    """Return the fit that serves an objective best."""
    return "lstsq" if objective.mean_weight or objective.mse_weight else "minimax"


@dataclass(frozen=True, kw_only=True)
class TrainConfig(AgentConfig, ProblemChoice):
    """Place the points by reinforcement learning and leave a run folder."""

    objective: ObjectiveName | None = None
    """What the agent is paid for: paper, 0.2 mean + 0.8 max on the grid; max, the exact maximum error; mse. By default
    the weights of --reward. A mean square far below 1e-4 asks for a smaller --reward.epsilon."""
    preset: PresetName = "tuned"
    """Defaults for env, reward and ppo: tuned, what learns best, or paper, the task as published."""
    seed: int = 0
    """Seed of the first training."""
    seeds: int = 1
    """How many trainings, with seeds SEED, SEED + 1, ..."""
    jobs: int = 1
    """How many trainings side by side, a process and a core each."""
    polish: bool = False
    """Improve the best points by a local search at the end, reported apart."""
    out: str = "runs"
    """Folder that run folders go to."""
    name: str | None = None
    """Name of the run folder; by default date, time and function."""

    def __post_init__(self) -> None:
        AgentConfig.__post_init__(self)
        if self.seeds < 1 or self.jobs < 1:
            raise ConfigError(
                f"seeds and jobs must be at least 1, got {self.seeds} and {self.jobs}; try --seeds 4 --jobs 2"
            )
        if not 0 <= self.seed < 2**31:
            raise ConfigError(f"a seed is from 0 to 2147483647, got {self.seed}; try --seed 0")
        if self.polish and self.reward.area_weight:
            raise ConfigError(
                f"the local search knows no area, got --polish with area-weight {self.reward.area_weight:g}; leave one "
                "out"
            )

    def problem(self) -> Problem:
        """Return the search problem that the settings state."""
        if self.objective is not None:
            return self.stated(self.named(self.objective), self.segments)
        weights = Objective(
            mean_weight=self.reward.mean_weight,
            max_weight=self.reward.max_weight,
            measure="grid" if self.format is None else "codes",
        )
        return self.stated(weights, self.segments)
