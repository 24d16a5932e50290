"""All methods on one problem, each measured by the same objective and against the same bound."""

from __future__ import annotations

import dataclasses
import math
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from pwlact.errors import ConfigError, InputError, RunError
from pwlact.metrics import ErrorReport, Errors
from pwlact.search.bounds import lower_bound
from pwlact.search.codes.rounded import rounded_after
from pwlact.search.evaluate import Candidate, Evaluator, make_evaluator
from pwlact.search.methods import METHODS, Method, Placement, evaluate
from pwlact.search.problem import Measure, Objective, ObjectiveName, Problem, objective_named
from pwlact.search.result import gap
from pwlact.search.stopwatch import stopwatch
from pwlact.settings.problem import ProblemChoice, natural_fit
from pwlact.settings.search import check_seed, methods_named

Kind = Literal["method", "agent", "closed form"]
AGENT = "ppo"
EPSILON = 1e-12  # in the agent's reward 1 / (J + epsilon): far below any J, which may be a small mean square


@dataclass(frozen=True, kw_only=True)
class CompareConfig(ProblemChoice):
    """Hold all methods, the agent and the closed forms against each other on one problem."""

    objective: ObjectiveName = "max"
    """What they are measured by: paper, 0.2 mean + 0.8 max on the grid; max, the exact maximum error; mse."""
    methods: tuple[str, ...] = ()
    """Names of methods; by default all of them."""
    agent: bool = True
    """Train the agent too: PPO with the tuned preset."""
    agent_steps: int | None = None
    """Points that the agent places in all; by default 75,000 times the number of points."""
    seed: int = 0
    """Seed of all that use chance."""

    def __post_init__(self) -> None:
        check_seed(self.seed)
        methods_named(self.methods)
        if self.agent_steps is not None and self.agent_steps < 1:
            raise ConfigError(f"agent-steps must be at least 1, got {self.agent_steps}; try 300000")

    def problem(self) -> Problem:
        """Return the problem that the settings state."""
        return self.stated(self.named(self.objective), self.segments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the comparison.

    Parameters
    ----------
    name, kind : str
        A method, the agent, or a closed form with no segments to choose.
    errors : Errors or None
        Where the objective takes them: on the grid, or everywhere; of a closed form always on the grid.
    objective : float or None
        What the comparison is by.
    gap : float or None
        objective / lower bound - 1; None for a closed form, which no bound on segments holds.
    seconds, evaluations : float, int or None
        What it took.
    points : tuple of float or None
        Interior points.
    rounded_after : float or None
        Of a unit: the objective when the method works in real numbers, and all is rounded afterwards.
    note : str
        Why there is nothing, where there is nothing.
    """

    name: str
    kind: Kind = "method"
    errors: Errors | None = None
    objective: float | None = None
    gap: float | None = None
    seconds: float | None = None
    evaluations: int | None = None
    points: tuple[float, ...] | None = None
    rounded_after: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All rows, best first, with the largest lower bound that is proven."""

    problem: Problem
    objective: ObjectiveName
    lower_bound: float | None
    rows: tuple[Row, ...]


def compare(config: CompareConfig, watch: Callable[[str], None]) -> Comparison:
    """Run them all; `watch` is told the name of each as it begins.

    Raises
    ------
    InputError
        If the settings are bad. What only one of them refuses is a note in its row.
    """
    evaluator = make_evaluator(config.problem())
    bounds: list[float | None] = [lower_bound(evaluator)]
    rows = []
    for method in methods_named(config.methods or METHODS):
        watch(method.name)
        row, bound = _method_row(evaluator, method, config.seed)
        if evaluator.codes is not None and row.objective is not None:
            row = dataclasses.replace(row, rounded_after=_rounded_after(evaluator, method, config.seed))
        rows.append(row)
        bounds.append(bound)
    if config.agent and evaluator.problem.points:
        watch(AGENT)
        rows.append(_placed(AGENT, "agent", evaluator, lambda: _trained(evaluator.problem, config))[0])
    if evaluator.codes is None:  # a closed form is no unit
        rows.extend(_closed_rows(evaluator))
    bound = max((bound for bound in bounds if bound is not None), default=None)
    rows = [row if row.kind == "closed form" else _with_gap(row, bound) for row in rows]
    rows.sort(key=lambda row: math.inf if row.objective is None else row.objective)
    return Comparison(problem=evaluator.problem, objective=config.objective, lower_bound=bound, rows=tuple(rows))


def _method_row(evaluator: Evaluator, method: Method, seed: int) -> tuple[Row, float | None]:
    """Run a method; one that minimises its own objective alone does so, and is measured by the one asked for."""
    own = objective_named(method.objective, evaluator.problem.spec)
    if method.any_objective or own == evaluator.problem.objective:
        return _placed(method.name, "method", evaluator, lambda: method.search(evaluator, method.config(), seed))
    problem = dataclasses.replace(evaluator.problem, objective=own, fit=natural_fit(own))
    row, _ = _placed(
        method.name, "method", evaluator, lambda: method.search(make_evaluator(problem), method.config(), seed)
    )
    return row, None  # its bound is of another objective


def _placed(name: str, kind: Kind, evaluator: Evaluator, search: Callable[[], Placement]) -> tuple[Row, float | None]:
    """Time and measure a placement; return its row, and the bound that it proved."""
    try:
        with stopwatch() as watch:
            placement = search()
            candidate = evaluate(evaluator, placement)
            seconds = watch.seconds
    except (InputError, RunError) as fault:  # the others may yet do it
        return Row(name=name, kind=kind, note=str(fault)), None
    row = Row(
        name=name,
        kind=kind,
        errors=_asked(evaluator.problem.objective, candidate),
        objective=candidate.objective,
        seconds=seconds,
        evaluations=placement.evaluations,
        points=tuple(candidate.pwl.points.tolist()),
    )
    return row, placement.lower_bound


def _rounded_after(evaluator: Evaluator, method: Method, seed: int) -> float | None:
    """Return the objective of the method's real answer with every number rounded; None where that fits no unit."""
    grid = evaluator.codes
    if grid is None:
        return None
    asked = evaluator.problem.objective
    measure: Measure = "grid" if asked.mean_weight or asked.mse_weight else "exact"
    own = dataclasses.replace(asked, measure=measure) if method.any_objective else objective_named(method.objective)
    problem = dataclasses.replace(evaluator.problem, spec=None, objective=own, fit=natural_fit(own))
    real = make_evaluator(problem)
    try:
        pwl = evaluate(real, method.search(real, method.config(), seed)).pwl
        return evaluator.coded(rounded_after(grid, pwl)).objective
    except (InputError, RunError):
        return None


def _asked(objective: Objective, candidate: Candidate) -> Errors:
    errors: Errors = getattr(candidate.errors, objective.measure)
    return errors


def _with_gap(row: Row, bound: float | None) -> Row:
    return row if row.objective is None else dataclasses.replace(row, gap=gap(row.objective, bound))


def _trained(problem: Problem, config: CompareConfig) -> Placement:
    """Train the agent in a folder that is thrown away; return the best episode."""
    from pwlact.rl.agent_config import AgentConfig  # loads torch
    from pwlact.rl.dynamics import make_task
    from pwlact.rl.sb3.train import train
    from pwlact.search.reward import RewardConfig

    paper = problem.objective == objective_named("paper", problem.spec)
    agent = AgentConfig(steps=config.agent_steps, reward=RewardConfig() if paper else RewardConfig(epsilon=EPSILON))
    task = make_task(problem, agent.env, agent.reward)
    with tempfile.TemporaryDirectory() as folder:
        training = train(task, agent, config.seed, Path(folder), lambda _standing: True)
    if not training.best_episode.points.size:
        raise RunError(f"an episode must place all points, got none in {training.progress.steps} steps; train longer")
    return Placement(points=training.best_episode.points, evaluations=training.progress.episodes)


def _closed_rows(evaluator: Evaluator) -> Iterator[Row]:
    from pwlact.search.closed_forms import closed_forms, errors_of

    objective = evaluator.problem.objective
    for form in closed_forms(evaluator.problem.activation.name):
        errors = errors_of(form, evaluator.samples)
        if evaluator.weights is not None:
            off = np.abs(form.evaluate(evaluator.samples.x) - evaluator.samples.y)
            mean, mse = float(evaluator.weights @ off), float(evaluator.weights @ off**2)
            errors = Errors(max=errors.max, mean=mean, mse=mse)
        value = objective.of(ErrorReport(grid=errors, exact=errors))
        yield Row(name=form.name, kind="closed form", errors=errors, objective=value)
