"""Error against segments: methods, the lower bound, and what a great many segments would do."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pwlact.errors import ConfigError, InputError, RunError
from pwlact.search.bounds import lower_bound
from pwlact.search.codes.narrow import Tolerance
from pwlact.search.evaluate import Evaluator, make_evaluator
from pwlact.search.methods import METHODS, Method
from pwlact.search.problem import Problem
from pwlact.search.result import gap
from pwlact.search.solve import fewest, solve, solve_within
from pwlact.settings.problem import ProblemChoice
from pwlact.settings.search import check_seed, methods_named

FrontierObjective = Literal["max", "mse"]

BITS = (8, 10, 12, 16)
DEFAULTS: dict[FrontierObjective, tuple[str, ...]] = {
    "max": ("minimax", "curvature", "uniform"),
    "mse": ("dp", "curvature", "uniform"),
}


@dataclass(frozen=True, kw_only=True)
class FrontierConfig(ProblemChoice):
    """Error against segments for chosen methods."""

    objective: FrontierObjective = "max"
    """Which error: max, the exact maximum error, or mse."""
    segments_list: tuple[int, ...] = ()
    """Numbers of segments, in place of --segments and --most."""
    segments: int = 2
    """Fewest segments."""
    most: int = 64
    """Most segments, reached by doubling."""
    methods: tuple[str, ...] = ()
    """Names of methods; by default the exact one for the objective, curvature and uniform."""
    max_segments: int = 1024
    """Most segments that are tried for 8, 10, 12 and 16 bits."""
    seed: int = 0
    """Seed of the methods that use chance."""

    def __post_init__(self) -> None:
        check_seed(self.seed)
        methods_named(self.methods)
        if self.most < self.segments or self.max_segments < 1:
            raise ConfigError(
                f"most must be at least segments, {self.segments}, and max-segments at least 1, got {self.most} and "
                f"{self.max_segments}; try --most 64"
            )

    def counts(self) -> tuple[int, ...]:
        """Return the numbers of segments, ascending."""
        if self.segments_list:
            return tuple(sorted(set(self.segments_list)))
        counts = {self.segments, self.most}
        count = self.segments
        while 0 < count < self.most:  # fewer than one is the problem's to refuse
            counts.add(count)
            count *= 2
        return tuple(sorted(counts))

    def problem(self, segments: int) -> Problem:
        """Return the problem with so many segments."""
        return self.stated(self.named(self.objective), segments)

    def chosen(self) -> list[Method]:
        """Return the methods."""
        return methods_named(self.methods or [name for name in DEFAULTS[self.objective] if name in METHODS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A method with so many segments; None and a note where it fails. The bound is the largest that is proven."""

    method: str
    segments: int
    objective: float | None
    lower_bound: float | None
    gap: float | None
    seconds: float | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fewest:
    """The fewest segments whose maximum error is at most 2^-bits; None and a note where the limit is too low."""

    bits: int
    segments: int | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """What was found; `constant` / segments^`order` is the asymptote of the best error."""

    problem: Problem
    objective: FrontierObjective
    counts: tuple[int, ...]
    lower_bounds: tuple[float | None, ...]
    rows: tuple[Row, ...]
    constant: float
    order: int
    fewest: tuple[Fewest, ...]

    def of(self, method: str) -> list[Row]:
        """Return a method's rows, by segments."""
        return [row for row in self.rows if row.method == method]

    def asymptote(self, segments: float) -> float:
        """Return what the best error nears as the segments grow many."""
        return self.constant / segments**self.order


def trace(config: FrontierConfig, watch: Callable[[str], None]) -> Frontier:
    """Run the methods on each number of segments; `watch` is told what begins.

    Raises
    ------
    InputError
        If the settings are bad. What only one method refuses is a note in its row.
    """
    counts, methods = config.counts(), config.chosen()
    evaluators = [make_evaluator(config.problem(count)) for count in counts]  # all that may be refused, first
    rows: list[Row] = []
    bounds: list[float | None] = []
    for count, evaluator in zip(counts, evaluators, strict=True):
        watch(f"{count} segments")
        found = [_row(evaluator.problem, method, config.seed) for method in methods]
        known = [row.lower_bound for row in found if row.lower_bound is not None]
        bounds.append(max(known) if known else lower_bound(evaluator))
        rows += [_with_bound(row, bounds[-1]) for row in found]
    watch("fewest segments")
    constant, order = asymptote(evaluators[0])
    return Frontier(
        problem=evaluators[0].problem,
        objective=config.objective,
        counts=counts,
        lower_bounds=tuple(bounds),
        rows=tuple(rows),
        constant=constant,
        order=order,
        fewest=tuple(_fewest(evaluators[0].problem, bits, config.max_segments) for bits in BITS),
    )


def _row(problem: Problem, method: Method, seed: int) -> Row:
    try:
        result = solve(problem, method, method.config(), seed)
    except (InputError, RunError) as fault:  # the others may yet do it
        return Row(
            method=method.name,
            segments=problem.segments,
            objective=None,
            lower_bound=None,
            gap=None,
            seconds=None,
            note=str(fault),
        )
    return Row(
        method=method.name,
        segments=problem.segments,
        objective=result.candidate.objective,
        lower_bound=result.lower_bound,
        gap=None,
        seconds=result.seconds,
    )


def _with_bound(row: Row, bound: float | None) -> Row:
    if row.objective is None:
        return row
    return dataclasses.replace(row, lower_bound=bound, gap=gap(row.objective, bound))


def _fewest(problem: Problem, bits: int, limit: int) -> Fewest:
    try:
        if problem.spec is not None:
            tolerance = Tolerance(size=2.0**-bits, in_ulps=False)
            return Fewest(bits=bits, segments=solve_within(problem, tolerance, limit).problem.segments)
        return Fewest(bits=bits, segments=fewest(problem, 2.0**-bits, limit))
    except RunError as fault:
        return Fewest(bits=bits, segments=None, note=str(fault))


def asymptote(evaluator: Evaluator) -> tuple[float, int]:
    """Return c and n so that the smallest error nears c / segments^n, with the breakpoints free.

    A line on a short piece of width h, where f is about a parabola, misses it by |f''| h^2 / 16 at most, or by
    f''^2 h^4 / 720 in the mean square. Widths that make all pieces equally bad give

    max:  (int sqrt|f''| dx)^2 / 16
    mse:  (int (w f''^2)^(1/5) dx)^5 / 720, with the inputs' density w, 1 / (b_m - b_1) where it is uniform.

    Both hold for continuous and for separate pieces: on a parabola in equal steps the best separate lines meet.
    """
    samples, problem = evaluator.samples, evaluator.problem
    middle = 0.5 * (samples.x[1:] + samples.x[:-1])  # never on a kink that is a sample
    bend = np.abs(problem.activation.d2f(middle))
    if problem.objective.max_weight:
        return float(np.sum(np.sqrt(bend)) * samples.step) ** 2 / 16, 2
    low, high = problem.interval
    weight = (
        np.full(samples.x.size, 1 / (high - low)) if evaluator.weights is None else evaluator.weights / samples.step
    )
    between = 0.5 * (weight[1:] + weight[:-1])
    return float(np.sum((between * bend**2) ** 0.2) * samples.step) ** 5 / 720, 4
