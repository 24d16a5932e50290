"""Error against segments: methods, the lower bound and the asymptote."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pwlact.data import stated_data
from pwlact.errors import InputError, RunError
from pwlact.files import csv_text
from pwlact.search.bounds import lower_bound
from pwlact.search.codes.bit_widths import Tolerance
from pwlact.search.evaluators import DataEvaluator, Evaluator, make_evaluator
from pwlact.search.methods import Method
from pwlact.search.noisy.criteria import Criteria, criteria
from pwlact.search.problem import Problem
from pwlact.search.result import gap
from pwlact.search.solve import fewest, solve, solve_within
from pwlact.settings.frontier import FrontierConfig, FrontierObjective
from pwlact.studies.asymptote import asymptote

BITS = (8, 10, 12, 16)
CRITERIA = ("bic", "aicc")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierRow:
    """A method at one number of segments; None and a note where it fails. The bound is the largest that is proven.

    Of noisy data, for the mean square error, `bic` and `aicc` are as in `Criteria`.
    """

    method: str
    segments: int
    objective: float | None
    lower_bound: float | None
    gap: float | None
    seconds: float | None
    note: str = ""
    bic: float | None = None
    aicc: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fewest:
    """The fewest segments whose maximum error is at most 2^-bits; None and a note where the limit is too low."""

    bits: int
    segments: int | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """Error against segments.

    Parameters
    ----------
    problem, objective : Problem, str
        What was asked, with the first number of segments.
    counts, lower_bounds : tuple
        The numbers of segments, ascending, and the largest proven bound at each, None where there is none.
    rows : tuple of FrontierRow
        A row for each method and number of segments.
    constant, order : float, int
        `constant` / segments^`order` is the asymptote of the best error.
    fewest : tuple of Fewest
        The fewest segments for each number of bits.
    """

    problem: Problem
    objective: FrontierObjective
    counts: tuple[int, ...]
    lower_bounds: tuple[float | None, ...]
    rows: tuple[FrontierRow, ...]
    constant: float
    order: int
    fewest: tuple[Fewest, ...]

    def of(self, method: str) -> list[FrontierRow]:
        """Return a method's rows, by segments."""
        return [row for row in self.rows if row.method == method]

    def asymptote(self, segments: float) -> float:
        """Return the asymptote of the best error at a number of segments, in the unit of the objective."""
        return self.constant / segments**self.order


def compute_frontier(config: FrontierConfig, watch: Callable[[str], None]) -> Frontier:
    """Run the methods on each number of segments; `watch` is told what starts.

    Parameters
    ----------
    config : FrontierConfig
        Function, methods and numbers of segments.
    watch : callable
        Told each step, a text, as its work begins.

    Raises
    ------
    InputError
        If the settings are bad. What only one method refuses is a note in its row.
    """
    counts, methods = _counts(config), config.chosen()
    evaluators = [make_evaluator(config.problem(count)) for count in counts]  # all that may be refused, first
    rows: list[FrontierRow] = []
    bounds: list[float | None] = []
    for count, evaluator in zip(counts, evaluators, strict=True):
        watch(f"{count} segments")
        found = [_row(evaluator, method, config.seed) for method in methods]
        known = [row.lower_bound for row in found if row.lower_bound is not None]
        bounds.append(max(known) if known else lower_bound(evaluator))
        rows += [_with_bound(row, bounds[-1]) for row in found]
    noisy = evaluators[0].problem.activation.noisy
    constant, order = (0.0, 2) if noisy else asymptote(evaluators[0])
    if not noisy:
        watch("fewest segments")
    return Frontier(
        problem=evaluators[0].problem,
        objective=config.asked(),
        counts=counts,
        lower_bounds=tuple(bounds),
        rows=tuple(rows),
        constant=constant,
        order=order,
        fewest=tuple(_fewest(evaluators[0].problem, bits, config.max_segments) for bits in BITS if not noisy),
    )


def _counts(config: FrontierConfig) -> tuple[int, ...]:
    """Return the numbers of segments; of those that are not named, only those that data have points for."""
    counts, activation = config.counts(), config.activation()
    if activation.data is None or config.segments_list:
        return counts
    most = activation.data.distinct(*config.interval(activation)) - 1
    return tuple(count for count in counts if count <= most) or counts


def _row(evaluator: Evaluator, method: Method, seed: int) -> FrontierRow:
    problem = evaluator.problem
    try:
        result = solve(problem, method, method.config(), seed, evaluator=evaluator)
    except (InputError, RunError) as fault:  # the others may yet do it
        return FrontierRow(
            method=method.name,
            segments=problem.segments,
            objective=None,
            lower_bound=None,
            gap=None,
            seconds=None,
            note=str(fault),
        )
    found = _criteria(evaluator, result.objective)
    return FrontierRow(
        method=method.name,
        segments=problem.segments,
        objective=result.candidate.objective,
        lower_bound=result.lower_bound,
        gap=None,
        seconds=result.seconds,
        bic=None if found is None else found.bic,
        aicc=None if found is None or math.isinf(found.aicc) else found.aicc,
    )


def _criteria(evaluator: Evaluator, objective: float) -> Criteria | None:
    """Return the criteria of an approximation of noisy data by its mean square error; None of others."""
    if isinstance(evaluator, DataEvaluator) and evaluator.problem.objective.mse_weight:
        return criteria(evaluator, objective)
    return None


def _with_bound(row: FrontierRow, bound: float | None) -> FrontierRow:
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


def frontier_to_json(found: Frontier) -> dict[str, Any]:
    """Return a frontier as a JSON object: the problem, the bounds, a row for each method and number of segments."""
    problem = found.problem
    return {
        "function": problem.activation.name,
        **stated_data(problem.activation.data),
        "interval": list(problem.interval),
        "fit": problem.fit,
        "pins": list(problem.pins),
        "density": None if problem.density is None else problem.density.text,
        "objective": found.objective,
        "segments": list(found.counts),
        "lower_bounds": list(found.lower_bounds),
        "asymptote": {"constant": found.constant, "order": found.order},
        "rows": [_row_json(row) for row in found.rows],
        "fewest": [dataclasses.asdict(row) | {"max_error": 2.0**-row.bits} for row in found.fewest],
    }


def _row_json(row: FrontierRow) -> dict[str, Any]:
    """Return a row as a JSON object, without criteria where there are none."""
    table = dataclasses.asdict(row)
    return {key: value for key, value in table.items() if value is not None or key not in CRITERIA}


def frontier_to_csv(found: Frontier) -> str:
    """Return a frontier as CSV text: a header, and a row for each method and number of segments."""
    more = CRITERIA if any(row.bic is not None for row in found.rows) else ()
    names = ("method", "segments", "objective", "lower_bound", "gap", "seconds", *more)
    header = [found.objective if name == "objective" else name for name in names]
    return csv_text(header, ([getattr(row, name) for name in names] for row in found.rows))
