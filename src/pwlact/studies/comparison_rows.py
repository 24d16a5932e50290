"""The rows of a comparison: methods, the agent and closed forms, each run, timed and measured."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pwlact.errors import InputError, RunError, require
from pwlact.metrics import ErrorReport, Errors
from pwlact.search.closed_forms import ClosedForm, errors_of
from pwlact.search.codes.rounded import rounded_after
from pwlact.search.evaluators import Candidate, Evaluator, UnitEvaluator, make_evaluator, make_real_evaluator
from pwlact.search.methods import Method, Placement, evaluate
from pwlact.search.problem import Measure, Objective, Problem, objective_named
from pwlact.search.stopwatch import stopwatch
from pwlact.settings.comparison import AGENT, CompareConfig
from pwlact.settings.problem import natural_fit
from pwlact.studies.comparison_record import ComparisonRow, Kind

EPSILON = 1e-12  # in the agent's reward 1 / (J + epsilon): far below any J, which may be a small mean square


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row, and the lower bound of the objective that it proves; None where it proves none."""

    row: ComparisonRow
    bound: float | None = None


def method_entry(evaluator: Evaluator, method: Method, seed: int) -> Entry:
    """Run a method on a problem.

    A method that minimises only an objective of its own does so, and is measured by the problem's; its bound, which is
    of its own objective, is then left out. Of a unit, the row also says what rounding the real answer afterwards gives.
    """
    asked = evaluator.problem.objective
    own = dataclasses.replace(objective_named(method.objective, evaluator.problem.spec), weight=asked.weight)
    if evaluator.problem.activation.noisy:
        own = dataclasses.replace(own, measure="data")
    if method.any_objective or own == asked:
        entry = _placed(method.name, "method", evaluator, lambda: method.search(evaluator, method.config(), seed))
    else:
        stated, coded = evaluator.problem, evaluator.problem.spec is not None
        problem = dataclasses.replace(
            stated,
            objective=own,
            fit=natural_fit(own, stated.constraints),
            density=None if coded else stated.density,  # a unit's goes with mse alone, which is another's
        )
        search = lambda: method.search(make_evaluator(problem), method.config(), seed)  # noqa: E731
        entry = Entry(row=_placed(method.name, "method", evaluator, search).row)
    if not isinstance(evaluator, UnitEvaluator) or entry.row.objective is None:
        return entry
    after = _rounded_after(evaluator, method, seed)
    return dataclasses.replace(entry, row=dataclasses.replace(entry.row, rounded_after=after))


def agent_entry(evaluator: Evaluator, config: CompareConfig) -> Entry:
    """Train the agent on a problem; its best episode is measured."""
    return _placed(AGENT, "agent", evaluator, lambda: _trained(evaluator.problem, config))


def closed_form_entry(evaluator: Evaluator, form: ClosedForm) -> Entry:
    """Measure a closed form on the sampling grid."""
    errors = errors_of(form, evaluator.samples)
    weight, x, y = evaluator.problem.objective.weight, evaluator.samples.x, evaluator.samples.y
    if evaluator.weights is not None or weight is not None:
        off = np.abs(form.evaluate(x) - y) * (1.0 if weight is None else weight.on(x, y))
        shares = np.full(x.size, 1.0 / x.size) if evaluator.weights is None else evaluator.weights
        errors = Errors(max=float(off.max()), mean=float(shares @ off), mse=float(shares @ off**2))
    value = evaluator.problem.objective.of(ErrorReport(grid=errors, exact=errors, weighted=errors))
    return Entry(row=ComparisonRow(name=form.name, kind="closed form", errors=errors, objective=value))


def _placed(name: str, kind: Kind, evaluator: Evaluator, search: Callable[[], Placement]) -> Entry:
    """Time and measure a placement; a placement that fails is a note."""
    try:
        with stopwatch() as watch:
            placement = search()
            candidate = evaluate(evaluator, placement)
            seconds = watch.seconds
    except (InputError, RunError) as fault:  # the others may yet do it
        return Entry(row=ComparisonRow(name=name, kind=kind, note=str(fault)))
    row = ComparisonRow(
        name=name,
        kind=kind,
        errors=_asked(evaluator.problem.objective, candidate),
        objective=candidate.objective,
        seconds=seconds,
        evaluations=placement.evaluations,
        points=tuple(candidate.pwl.points.tolist()),
    )
    return Entry(row=row, bound=placement.lower_bound)


def _rounded_after(evaluator: UnitEvaluator, method: Method, seed: int) -> float | None:
    """Return the objective of the method's real answer with every number rounded; None where that fits no unit."""
    asked = evaluator.problem.objective
    measure: Measure = "grid" if asked.mean_weight or asked.mse_weight else "exact"
    own = (
        dataclasses.replace(asked, measure=measure)
        if method.any_objective
        else dataclasses.replace(objective_named(method.objective), weight=asked.weight)
    )
    problem = dataclasses.replace(
        evaluator.problem, spec=None, objective=own, fit=natural_fit(own, evaluator.problem.constraints)
    )
    real = make_real_evaluator(problem)
    try:
        pwl = evaluate(real, method.search(real, method.config(), seed)).pwl
        return evaluator.measure(rounded_after(evaluator.grid, pwl)).objective
    except (InputError, RunError):
        return None


def _asked(objective: Objective, candidate: Candidate) -> Errors:
    errors: Errors = getattr(candidate.errors, objective.measure if objective.weight is None else "weighted")
    return errors


def _trained(problem: Problem, config: CompareConfig) -> Placement:
    """Train the agent in a folder that is thrown away; return the best episode."""
    require(problem.points > 0, "the agent places points", "1 segment, which has none", "ask for two segments or more")
    from pwlact.rl.agent_config import AgentConfig  # loads gymnasium
    from pwlact.rl.engine import chosen_engine, train
    from pwlact.rl.presets import presets
    from pwlact.rl.task import make_task
    from pwlact.search.reward import RewardConfig

    paper = problem.objective == objective_named("paper", problem.spec)
    engine = chosen_engine("auto", "ppo")
    reward = RewardConfig() if paper else RewardConfig(epsilon=EPSILON)
    agent = AgentConfig(engine=engine, steps=config.agent_steps, **presets("tuned", engine) | {"reward": reward})
    task = make_task(problem, agent.env, agent.reward)
    with tempfile.TemporaryDirectory() as folder:
        training = train(task, agent, config.seed, Path(folder), lambda _standing: True)
    if not training.best_episode.points.size:
        raise RunError(f"an episode must place all points, got none in {training.state.steps} steps; train longer")
    return Placement(points=training.best_episode.points, evaluations=training.state.episodes)
