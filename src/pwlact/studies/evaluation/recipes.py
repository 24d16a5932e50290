"""Tables for an evaluation: made once for each function, method, number of segments and format, and kept as results."""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pwlact.files import is_file
from pwlact.rl.engine import preferred_engine
from pwlact.rl.presets import presets
from pwlact.runs.folder import RESULT, slug
from pwlact.runs.searching import search
from pwlact.runs.training import train_in
from pwlact.search.result import Result
from pwlact.search.result_json import load_result, save_result
from pwlact.settings.evaluation import FLOAT, WEIGHTED
from pwlact.settings.search import SearchSettings
from pwlact.settings.training import TrainConfig
from pwlact.studies.evaluation.in_codes import at_points, range_of, rounded
from pwlact.studies.evaluation.interpolated import INTERPOLATED, interpolated

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


def digest(path: Path) -> str:
    """Return the first digits of a file's checksum."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _made(recipe: Recipe, folder: Path) -> Result:
    coded = recipe.format != FLOAT
    if recipe.method == INTERPOLATED.name:
        found = interpolated(recipe.function, recipe.segments, recipe.format)
        return rounded(found, recipe.format) if coded else found
    if recipe.method == "agent":
        return (
            at_points(made(dataclasses.replace(recipe, format=FLOAT), folder), recipe.format)
            if coded
            else _trained(recipe)
        )
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


def _silent(*_status: Any) -> None:
    """Observe nothing."""
