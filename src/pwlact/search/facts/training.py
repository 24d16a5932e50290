"""What is said of a training: its episodes and policies, the seeds' rewards and the area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pwlact.errors import FileError
from pwlact.search.result import Result

KINDS = ("best_episode", "best_policy", "final_policy", "agent", "polished")
COLUMNS = ("", "reward", "max error", "mean error", "exact max", "MSE")
"""Of the rows of episodes."""


def is_training(result: Result) -> bool:
    """Tell whether a result is a training's."""
    return "best_episode" in result.details


def training_pairs(result: Result) -> Iterator[tuple[str, str]]:
    """Yield key and value for what training adds to a result: the seeds' rewards, the area."""
    yield "reward", f"{result.reward:.4f}"
    rewards = result.details.get("rewards")
    if rewards is not None:
        yield "rewards", ", ".join(f"{key} {rewards[key]:.3f}" for key in ("best", "median", "spread"))
    if "network" in result.details:
        yield from _network_pairs(result.details["network"], result.objective)
    if "area" in result.details:
        yield "area", f"{result.details['area']:.0f} logic cells of {result.details['area_target']}, estimated"


def _network_pairs(network: Mapping[str, Any], loss: float) -> Iterator[tuple[str, str]]:
    """Yield what a table costs the network that the agent was rewarded by."""
    try:
        test, samples, sites = network["test"], network["calibration_samples"], len(network["sites"])
        yield "network", f"{network['name']}, {sites} site{'' if sites == 1 else 's'}"
        yield (
            network["divergence_name"],
            f"{loss:.4g} on {samples} calibration samples, {test['divergence']:.4g} on test data",
        )
        yield network["score_name"], f"{test['score']:.6g} on test data, {test['exact_score']:.6g} exact"
    except (TypeError, ValueError, KeyError) as fault:
        raise FileError(f"a training's result tells of its network, got {fault!r}; the file is damaged") from fault


def episode_rows(result: Result) -> list[tuple[str, ...]]:
    """Return a row for each set of points of a training, and for each seed's best.

    Raises
    ------
    FileError
        If what training adds to a result does not fit its schema.
    """
    details = result.details
    try:
        rows = [_row(kind.replace("_", " "), details[kind]) for kind in KINDS if kind in details]
        return rows + [_row(f"seed {seed['seed']}", seed["best_episode"]) for seed in details.get("seeds", [])]
    except (TypeError, ValueError, KeyError, AttributeError) as fault:
        raise FileError(f"a training's result holds its episodes, got {fault!r}; the file is damaged") from fault


def _row(name: str, report: Mapping[str, Any] | None) -> tuple[str, ...]:
    if report is None:
        return (name, *("-",) * 5)
    errors = report["errors"]
    grid, exact = errors["grid"], errors["exact"]
    if errors.get("codes") is not None:  # a unit's, which count
        grid = exact = errors["codes"]
    figures = (grid["max"], grid["mean"], exact["max"])
    return (name, f"{report['reward']:.3f}", *(f"{figure:.6g}" for figure in figures), f"{grid['mse']:.3e}")
