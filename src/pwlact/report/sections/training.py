"""A training: its episodes and policies, how they came about, and of a random search the rewards it met."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from pwlact.errors import FileError
from pwlact.report.figures.training import episodes_figure, histogram_figure, training_figure
from pwlact.report.section import Figure, Section
from pwlact.report.subject import Subject
from pwlact.runs.history import History, episode_rewards, read_history, seed_folders
from pwlact.search.facts.training import COLUMNS, episode_rows, is_training, training_pairs
from pwlact.search.result import Result
from pwlact.search.reward import RewardConfig, final_reward

QUICK = " These rewards are of the quicker fits that a training uses; those that it reports are higher."


def training(subject: Subject) -> Section | None:
    """Return the section of a training; None of other results."""
    result = subject.result
    if not is_training(result):
        return None
    folders = {} if subject.folder is None else seed_folders(subject.folder)
    found = {_seed_name(seed): read_history(folder / "evaluations.csv") for seed, folder in folders.items()}
    histories = {name: history for name, history in found.items() if history.steps.size}
    best = next((name for name in (_seed_name(result.seed), *histories) if name in histories), "")
    return Section(
        name="training",
        title="The training",
        figures={**_curve(result, histories, best), **_episodes(folders.get(result.seed, folders.get(None)))},
        values={
            "columns": COLUMNS,
            "rows": episode_rows(result),
            "pairs": list(training_pairs(result)),
            "label": _label(histories, best),
            "quick": "" if result.problem.fit == "lstsq" else QUICK,
        },
    )


def rewards(subject: Subject) -> Section | None:
    """Return the section of the rewards that a random search met; None of other results."""
    found = subject.result.details.get("histogram")
    if found is None:
        return None
    try:
        edges, counts = np.array(found["edges"], dtype=np.float64), np.array(found["counts"], dtype=np.float64)
    except (TypeError, ValueError, KeyError) as fault:
        raise FileError(f"a histogram has edges and counts, got {fault!r}; the file is damaged") from fault
    return Section(
        name="rewards",
        title="What the random search met",
        figures={"rewards": histogram_figure(edges, counts)},
        values={"count": int(counts.sum())},
    )


def _seed_name(seed: int | None) -> str:
    return "" if seed is None else f"seed {seed}"


def _curve(result: Result, histories: dict[str, History], best: str) -> dict[str, Figure]:
    return {"training": training_figure(histories, best, reward_limit(result))} if histories else {}


def _episodes(folder: Path | None) -> dict[str, Figure]:
    found = np.empty(0) if folder is None else episode_rewards(folder)
    return {"episodes": episodes_figure(found)} if np.isfinite(found).any() else {}


def _label(histories: dict[str, History], best: str) -> str:
    if not histories:
        return ""
    last = histories[best]
    return (
        f"Rewards over the training: after {last.steps[-1]:,.0f} steps the best episode had "
        f"{last.best_episode[-1]:.5g}, the policy {last.policy[-1]:.5g}"
    )


def reward_limit(result: Result) -> float | None:
    """Return the reward that no PWL with as many segments exceeds; None where no bound is known, or area counts."""
    if result.lower_bound is None or "area" in result.details:
        return None
    names = {field.name for field in dataclasses.fields(RewardConfig)}
    stated = {key: value for key, value in result.parameters["reward"].items() if key in names}
    return float(final_reward(RewardConfig(**stated), np.array([result.lower_bound]))[0])
