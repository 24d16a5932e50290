"""An episode to step through: of an agent, or of the general policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.errors import FileError, PwlactError
from pwlact.fit import sample
from pwlact.pwl import PWL
from pwlact.report.figures.episode import Steps, episode_figure
from pwlact.report.figures.gaps import gaps_figure
from pwlact.report.section import Figure, Section
from pwlact.report.subject import Subject
from pwlact.search.coordinate import gaps_in_u
from pwlact.search.evaluators import Evaluator, make_evaluator
from pwlact.search.facts.training import KINDS, is_training
from pwlact.search.general.tables import FLOOR
from pwlact.search.result import Result

WALK = "the policy's walk"
OWN = "the result's points"


def episode(subject: Subject) -> Section | None:
    """Return the section of an agent's episodes, or of the general policy's walk; None of other results."""
    result = subject.result
    if not (is_training(result) or "walk" in result.details):
        return None
    episodes = list(_walks(result) if "walk" in result.details else _episodes(result))
    episodes = [one for one in episodes if one.points.size]
    if not episodes:
        return None
    return Section(
        name="episode",
        title="An episode, step by step" if is_training(result) else "The policy's walk, step by step",
        figures={"episode": episode_figure(result.problem, episodes, _weight(result)), **_gaps(result, episodes)},
        values={
            "names": [one.name for one in episodes],
            "label": f"{episodes[0].name}: {episodes[0].points.size} points, the curvature there, and the fit",
        },
    )


def _weight(result: Result) -> float | None:
    """Return what a step's curvature is weighted with in its reward; None of the general policy, which has none."""
    reward = result.parameters.get("reward")
    if reward is None:
        return None
    try:
        return float(reward["curvature_weight"])
    except (TypeError, ValueError, KeyError) as fault:
        raise FileError(f"a result holds the weight of the curvature, got {fault!r}; the file is damaged") from fault


def _episodes(result: Result) -> Iterator[Steps]:
    """Yield the episodes and policies that a training reports, each once."""
    evaluator = make_evaluator(result.problem)
    seen: list[Array] = []
    for kind in KINDS:
        report = result.details.get(kind)
        points = _points(report and report["points"])
        if points.size and not any(np.array_equal(points, other) for other in seen):
            seen.append(points)
            yield Steps(
                name=kind.replace("_", " "), points=points, pwl=_fit(evaluator, result, points), end=_end(report)
            )


def _end(report: Any) -> str:
    errors = report["errors"].get("codes") or report["errors"]["grid"]
    return f"reward {report['reward']:.5g}, max error {errors['max']:.5g}, mean error {errors['mean']:.5g}"


def _walks(result: Result) -> Iterator[Steps]:
    """Yield the general policy's walk, and the result's points where draws or a polish found better ones."""
    evaluator = make_evaluator(result.problem)
    walk, own = _points(result.details["walk"]), result.pwl.points
    yield Steps(
        name=WALK, points=walk, pwl=_fit(evaluator, result, walk), end=f"J {result.details.get('greedy', np.nan):.5g}"
    )
    if not np.array_equal(walk, own):
        yield Steps(name=OWN, points=own, pwl=result.pwl, end=f"J {result.objective:.5g}")


def _points(found: Any) -> Array:
    try:
        points = np.array([] if found is None else found, dtype=np.float64)
        if points.ndim != 1 or not np.all(np.isfinite(points)):
            raise ValueError("no row of numbers")
    except (TypeError, ValueError) as fault:
        raise FileError(f"an episode holds its points, got {fault}; the file is damaged") from fault
    return points


def _fit(evaluator: Evaluator, result: Result, points: Array) -> PWL | None:
    """Return the fit at the end of an episode; None where the points allow none."""
    if np.array_equal(points, result.pwl.points):
        return result.pwl
    try:
        return evaluator.candidate(points).pwl
    except PwlactError:
        return None


def _gaps(result: Result, episodes: list[Steps]) -> dict[str, Figure]:
    if "walk" not in result.details:
        return {}
    samples = sample(result.problem.activation, result.problem.interval)
    return {"gaps": gaps_figure({one.name: gaps_in_u(samples, one.points, FLOOR) for one in episodes})}
