"""Tables for an evaluation: made once for each function, method, number of segments and format, and kept as results."""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pwlact import functions
from pwlact.files import is_file
from pwlact.formats import parse_format
from pwlact.functions import Interval
from pwlact.models.network import Table
from pwlact.rl.engine import preferred_engine
from pwlact.rl.presets import presets
from pwlact.runs.folder import RESULT, slug
from pwlact.runs.searching import search
from pwlact.runs.training import train_in
from pwlact.search.codes.rounded import rounded_after
from pwlact.search.evaluators import RealEvaluator, make_unit_evaluator
from pwlact.search.methods.method import Method, Placement
from pwlact.search.methods.uniform import UniformConfig
from pwlact.search.problem import Problem, objective_named
from pwlact.search.result import Result
from pwlact.search.result_json import load_result, save_result
from pwlact.search.solve import solve, solve_given
from pwlact.settings.evaluation import FLOAT, WEIGHTED
from pwlact.settings.problem import held
from pwlact.settings.search import SearchSettings
from pwlact.settings.training import TrainConfig
from pwlact.settings.unit import UnitChoice, unit_spec

SEARCHED: dict[str, dict[str, Any]] = {
    "uniform": {"method": "uniform", "objective": "mse"},
    "minimax": {"method": "minimax"},
    "dp": {"method": "dp"},
    "density": {"method": "dp"},
    "sensitivity": {"method": "dp"},
}
"""Settings of `pwlact search` for each method."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a table is made by.

    Parameters
    ----------
    function, method, segments, format : str, str, int, str
        The function, one of `settings.evaluation.RECIPES`, the number of segments, and a format or "float".
    profile : Path or None
        The network's profile, where the method is weighted.
    episodes, seed : int
        Of the agent.
    """

    function: str
    method: str
    segments: int
    format: str
    profile: Path | None
    episodes: int
    seed: int

    @property
    def name(self) -> str:
        """Name of the table's folder; what weighs it, or trained it, is part of it."""
        parts = [slug(self.function), self.method, str(self.segments), self.format]
        if self.profile is not None and self.method in WEIGHTED:
            parts.append(digest(self.profile))
        if self.method == "agent":
            parts.append(f"e{self.episodes}s{self.seed}")
        return "-".join(parts)


def made(recipe: Recipe, folder: Path) -> Result:
    """Return the result of a recipe, from the folder of tables or, where it is not there yet, made and kept there.

    Raises
    ------
    InputError, RunError
        If it cannot be made.
    KeyboardInterrupt
        If Ctrl-C ends a training.
    """
    path = folder / recipe.name / RESULT
    if is_file(path):
        return load_result(path)
    result = _made(recipe, folder)
    save_result(result, path)
    return result


def table_of(result: Result) -> Table:
    """Return a result's unit, or in real numbers its PWL."""
    return result.candidate.pwl if result.candidate.unit is None else result.candidate.unit


def digest(path: Path) -> str:
    """Return the first digits of a file's checksum."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _made(recipe: Recipe, folder: Path) -> Result:
    coded = recipe.format != FLOAT
    if recipe.method == INTERPOLATED.name:
        return interpolated(recipe)
    if recipe.method == "agent":
        return at_points(made(dataclasses.replace(recipe, format=FLOAT), folder), recipe) if coded else _trained(recipe)
    return search(_settings(recipe, recipe.format if coded else None))


def _settings(recipe: Recipe, format_: str | None) -> Any:
    return SearchSettings(
        function=recipe.function,
        segments=recipe.segments,
        **_range(recipe),
        format=format_,
        seed=recipe.seed,
        **SEARCHED[recipe.method.removesuffix("-range")],
        **_density(recipe),
    )


def _density(recipe: Recipe) -> Mapping[str, Any]:
    if recipe.method not in WEIGHTED:
        return {}
    kind = ":sensitivity" if recipe.method.startswith("sensitivity") else ""
    return {"density": f"{recipe.profile}{kind}"}


def _range(recipe: Recipe) -> Mapping[str, Any]:
    if recipe.method.endswith("-range"):
        return {"auto_range": True}
    return {"range": range_of(recipe.function, recipe.format)}


def range_of(function: str, format_: str) -> Interval:
    """Return a function's default range, or the part of it that a format holds."""
    interval = functions.get(function).interval
    return interval if format_ == FLOAT else held(interval, parse_format(format_))


def _trained(recipe: Recipe) -> Result:
    """Train the agent as `pwlact train` does, with fewer episodes."""
    tuned: Any = presets("tuned", preferred_engine("auto", "ppo"))
    asked = {"function": recipe.function, "segments": recipe.segments, "seed": recipe.seed}
    config = TrainConfig(**{**tuned, **asked, "episodes": recipe.episodes})
    with tempfile.TemporaryDirectory() as folder:
        result = train_in(Path(folder), config, _silent)
    if result.status == "interrupted":
        raise KeyboardInterrupt
    return result


def interpolated(recipe: Recipe) -> Result:
    """Return the uniform table with the function's own values at its breakpoints; in a format, rounded after."""
    problem = _settings(dataclasses.replace(recipe, method="uniform"), None).problem()
    found = solve(problem, INTERPOLATED, INTERPOLATED.config(), recipe.seed)
    return found if recipe.format == FLOAT else rounded(found, recipe)


def rounded(result: Result, recipe: Recipe) -> Result:
    """Return a result in real numbers with breakpoints, slopes and intercepts rounded to the recipe's format.

    Raises
    ------
    FormatError
        If the format cannot hold it.
    """
    evaluator = make_unit_evaluator(_coded(result.problem, recipe))
    candidate = evaluator.measure(rounded_after(evaluator.grid, result.candidate.pwl))
    return dataclasses.replace(result, problem=evaluator.problem, candidate=candidate, lower_bound=None)


def _at_equal_distances(evaluator: RealEvaluator, _config: UniformConfig, _seed: int) -> Placement:
    problem = evaluator.problem
    breakpoints = np.linspace(*problem.interval, problem.segments + 1)
    return Placement(points=breakpoints[1:-1], values=problem.activation(breakpoints), evaluations=0)


INTERPOLATED = Method(
    name="interpolated",
    title="segments of equal width through the function",
    search_reals=_at_equal_distances,
    search_codes=None,
    config=UniformConfig,
)


def at_points(result: Result, recipe: Recipe) -> Result:
    """Return the unit that begins its pieces at the codes next to a result's points, fitted by least squares.

    Points outside what the format holds are left out.

    Raises
    ------
    FormatError, BreakpointError
        If the format cannot hold it.
    """
    problem = _coded(dataclasses.replace(result.problem, interval=range_of(recipe.function, recipe.format)), recipe)
    low, high = problem.interval
    points = result.candidate.pwl.points
    inside = points[(points > low) & (points < high)]
    found = solve_given(dataclasses.replace(problem, segments=inside.size + 1), inside)
    return dataclasses.replace(found, method=result.method, seconds=result.seconds + found.seconds)


def _coded(problem: Problem, recipe: Recipe) -> Problem:
    """Return a problem for a unit of the recipe's format, whose mean square error is minimised."""
    spec = unit_spec(recipe.format, UnitChoice())
    return dataclasses.replace(problem, spec=spec, density=None, fit="lstsq", objective=objective_named("mse", spec))


def _silent(*_status: Any) -> None:
    """Observe nothing."""
